import { expect, test } from 'vitest';
import { PROTOCOL_NAMES } from '../../src/domain/protocol.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const ANSWERS: readonly (readonly [end: string, body: object])[] = [
  [
    '/chat/completions',
    { choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }] },
  ],
  [
    '/responses',
    {
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'ok' }] }],
    },
  ],
  [
    '/messages',
    { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'ok' }], stop_reason: 'end_turn' },
  ],
  [':generateContent', { candidates: [{ content: { role: 'model', parts: [{ text: 'ok' }] }, finishReason: 'STOP' }] }],
];

interface Asked extends CliResult {
  /** The protocol and the note, by the path of each note in the scenario file. */
  readonly notes: readonly string[];
  /** The bodies of all requests, by protocol. */
  readonly bodies: ReadonlyMap<string, readonly string[]>;
}

/** Runs scenarios over all four protocols, or some, against a server that answers "ok". */
async function ask(scenarios: readonly object[], over: readonly string[] = PROTOCOL_NAMES): Promise<Asked> {
  const bodies = new Map<string, string[]>();
  const server = await scriptedServer(({ url, body }, response) => {
    const at = ANSWERS.findIndex(([end]) => url.endsWith(end));
    const name = PROTOCOL_NAMES[at] ?? '';
    bodies.set(name, [...(bodies.get(name) ?? []), JSON.stringify(body)]);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ANSWERS[at]?.[1]));
  });
  const named = (value: (name: string) => object): object =>
    Object.fromEntries(over.map((name) => [name, value(name)]));
  const dir = tempDir({
    'scenarios/all.json': { scenarios: scenarios.map((scenario) => ({ expect: { calls: [] }, ...scenario })) },
    'tooltape.config.json': {
      gateways: named((protocol) => ({ base_url: server.baseUrl, protocol })),
      models: named((gateway) => ({ gateway, model: 'm' })),
      defaults: { models: over, retries: 0 },
    },
  });
  const result = await runCli(['run', '--reporter', 'json'], { cwd: dir });
  const lines = result.stderr.matchAll(/scenarios\/all\.json(?::\d+)? (\S+): \S+ × (?:\w+) (\w+).*?: (.*)/g);
  const notes = [...lines].map(([, path = '', title = '', text = '']) => `${path} ${title.toLowerCase()}: ${text}`);
  return { ...result, notes, bodies };
}

const image = { type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'low' } };
const audio = { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } };
const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };

test('what a protocol cannot say of messages is told with its path', async () => {
  const { code, stderr, notes, bodies } = await ask([
    { id: 'named', messages: [{ role: 'user', name: 'Ana', content: 'Hi' }] },
    { id: 'apart', system: 'Be brief.', messages: [{ role: 'user', content: [{ type: 'text', text: 'See' }, image] }] },
    {
      id: 'failed',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'c', content: 'down', is_error: true },
      ],
    },
    { id: 'turns', turns: [{ user: 'Hi' }, { user: [{ type: 'text', text: 'See' }, image] }] },
    {
      id: 'efforts',
      prompt: 'Hi',
      // Null leaves a parameter out everywhere, so there is nothing to tell.
      request: { stop: null, seed: null },
      request_for: { messages: { reasoning_effort: 'minimal' }, gemini: { reasoning_effort: 'max' } },
    },
  ]);
  expect(code, stderr).toBe(0);
  expect(notes.map((note) => note.replace(/: .*/, '')).toSorted()).toEqual([
    'messages[0].content[1].image_url.detail generatecontent',
    'messages[0].content[1].image_url.detail messages',
    'messages[0].name generatecontent',
    'messages[0].name messages',
    'messages[0].name responses',
    'messages[2].is_error chat',
    'messages[2].is_error responses',
    'request.reasoning_effort generatecontent',
    'request.reasoning_effort messages',
    'turns[1].user[1].image_url.detail generatecontent',
    'turns[1].user[1].image_url.detail messages',
  ]);
  expect(bodies.get('chat')?.join('\n')).toContain('"name":"Ana"');
  for (const [name, sent] of bodies) {
    if (name !== 'chat') expect(sent.join('\n')).not.toContain('Ana');
    expect(sent.join('\n')).not.toContain('[null]');
  }
});

test('audio is said to Gemini, sent to OpenAI with a warning, and no question without it goes to Anthropic', async () => {
  const heard = { id: 'heard', messages: [{ role: 'user', content: [{ type: 'text', text: 'Hear' }, audio] }] };
  const { code, notes, bodies } = await ask([heard], ['chat', 'responses', 'gemini']);
  expect(code).toBe(0);
  expect(notes).toEqual([
    'messages[0].content[1] responses: Responses has no `input_audio` in a message: it goes as it is written, and OpenAI refuses it. Ask over chat or gemini.',
  ]);
  expect(bodies.get('gemini')).toEqual([expect.stringContaining('"inlineData":{"mimeType":"audio/wav"')]);
  const refused = await ask([heard], ['messages']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('messages[0].content[1]');
  expect(refused.stderr).toContain('Messages has no audio');
  expect(refused.bodies.size).toBe(0);
});

test('a later system message is sent to Anthropic as its package says, and told where its models refuse it', async () => {
  const user = (content: string): object => ({ role: 'user', content });
  const system = { role: 'system', content: 'In French.' };
  const answer = { role: 'assistant', content: 'Yes?' };
  const { code, notes, bodies } = await ask(
    [
      { id: 'first', messages: [system, user('Hi')] },
      { id: 'last', messages: [user('Hi'), system] },
      { id: 'between', messages: [user('Hi'), system, answer, user('And?')] },
      { id: 'before-user', messages: [user('Hi'), system, user('And?')] },
      { id: 'after-answer', messages: [user('Hi'), answer, system, user('And?')] },
      { id: 'in-turns', messages: [user('Hi'), answer, system], turns: [{ user: 'And?' }] },
    ],
    ['messages'],
  );
  expect(code).toBe(0);
  const kinds = notes.map(
    (note) => `${note.split(' ')[0]} ${/is sent here as it stands/.test(note) ? 'misplaced' : 'new'}`,
  );
  expect(kinds.toSorted()).toEqual([
    'messages[1] misplaced',
    'messages[1] new',
    'messages[1] new',
    'messages[2] misplaced',
    'messages[2] misplaced',
  ]);
  const sent = bodies.get('messages') ?? [];
  expect(sent.filter((body) => body.includes('{"role":"system","content":"In French."}'))).toHaveLength(5);
  expect(sent.filter((body) => body.includes('"system":"In French."'))).toHaveLength(1);
});

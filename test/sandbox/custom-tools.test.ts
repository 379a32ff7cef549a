import OpenAI, { BadRequestError } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { outcomes, runAndRead } from '../support/project.ts';
import { tempDir } from '../support/temp-dir.ts';
import { loadYaml } from './load-yaml.ts';

const CODE = 'print("1 + 1 = 2, written out in more than one piece")\nexit()';
const YAML = `
id: run-code
prompt: Run the program.
tools:
  - name: run_code
    description: Runs Python.
    format: { type: grammar, syntax: regex, definition: '[^]*' }
    returns: [{ when: { input: ${JSON.stringify(CODE)} }, result: '42' }]
  - name: note
    description: Takes a note.
    parameters: { type: object, properties: { text: { type: string } }, required: [text] }
    returns: [{ result: noted }]
expect:
  steps:
    - [{ name: run_code, arguments: { input: ${JSON.stringify(CODE)} } }, { name: note, arguments: { text: begun } }]
  final: { contains: ['42'] }
`;

let sandbox: Sandbox;
let client: OpenAI;
beforeAll(async () => {
  sandbox = await startSandbox({ scenarios: loadYaml(YAML).scenarios });
  client = new OpenAI({ baseURL: sandbox.baseUrl, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => sandbox.close());

const prompt = { role: 'user' as const, content: 'Run the program.' };
const parameters = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
const grammar = { syntax: 'regex' as const, definition: '[^]*' };

const chatTools: OpenAI.ChatCompletionTool[] = [
  { type: 'custom', custom: { name: 'run_code', format: { type: 'grammar', grammar } } },
  { type: 'function', function: { name: 'note', parameters } },
];

test.each([false, true])('chat: the client of OpenAI gets the text of a custom tool, stream %s', async (stream) => {
  const ask = async (messages: OpenAI.ChatCompletionMessageParam[]): Promise<OpenAI.ChatCompletionMessage> => {
    const params = { model: 'oracle', messages, tools: chatTools };
    if (!stream) return (await client.chat.completions.create(params)).choices[0]!.message;
    // The helper for streams of the client knows no custom tools.
    const calls: OpenAI.ChatCompletionMessageCustomToolCall[] = [];
    const message = {
      role: 'assistant',
      content: '',
      refusal: null,
      tool_calls: calls,
    } as OpenAI.ChatCompletionMessage;
    for await (const { choices } of await client.chat.completions.create({ ...params, stream: true })) {
      const { content, tool_calls: deltas = [] } = choices[0]!.delta;
      message.content = `${message.content}${content ?? ''}`;
      for (const { index, ...delta } of deltas) {
        const call = (calls[index] ??= { ...delta, [delta.type!]: { name: '', input: '', arguments: '' } } as never);
        const made = (call as never)[call.type] as { [field: string]: string };
        for (const [field, piece] of Object.entries(delta[call.type as 'custom'] ?? {})) made[field] += piece as string;
      }
    }
    return message;
  };
  const message = await ask([prompt]);
  expect(message.tool_calls).toMatchObject([
    { type: 'custom', custom: { name: 'run_code', input: CODE } },
    { type: 'function', function: { name: 'note', arguments: '{"text":"begun"}' } },
  ]);
  const results = message.tool_calls!.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: '42' }));
  expect((await ask([prompt, message, ...results])).content).toContain('42');
});

const tools: OpenAI.Responses.Tool[] = [
  { type: 'custom', name: 'run_code', format: { type: 'grammar', ...grammar } },
  { type: 'function', name: 'note', parameters, strict: false },
];
const params = { model: 'oracle', tools, store: false, include: ['reasoning.encrypted_content' as const] };

async function respond(input: OpenAI.Responses.ResponseInput, stream: boolean): Promise<OpenAI.Responses.Response> {
  return stream
    ? client.responses.stream({ ...params, input }).finalResponse()
    : client.responses.create({ ...params, input });
}

const outputsFor = (items: readonly OpenAI.Responses.ResponseOutputItem[]): OpenAI.Responses.ResponseInputItem[] =>
  items.flatMap((item): OpenAI.Responses.ResponseInputItem[] => {
    if (item.type === 'custom_tool_call')
      return [{ type: 'custom_tool_call_output', call_id: item.call_id, output: '42' }];
    return item.type === 'function_call' ? [{ type: 'function_call_output', call_id: item.call_id, output: '42' }] : [];
  });

test.each([false, true])(
  'responses: the client of OpenAI gets the text of a custom tool, stream %s',
  async (stream) => {
    const { output } = await respond([prompt], stream);
    expect(output).toMatchObject([
      { type: 'reasoning' },
      { type: 'custom_tool_call', name: 'run_code', input: CODE },
      { type: 'function_call', name: 'note', arguments: '{"text":"begun"}' },
    ]);
    const input = [prompt, ...output, ...outputsFor(output)] as OpenAI.Responses.ResponseInput;
    expect((await respond(input, stream)).output_text).toContain('42');
  },
);

test('the events of a custom tool are those of OpenAI', async () => {
  const types: string[] = [];
  let text = '';
  for await (const event of client.responses.stream({ ...params, input: [prompt] })) {
    if (event.type.includes('custom')) types.push(event.type);
    if (event.type === 'response.custom_tool_call_input.delta') text += event.delta;
    if (event.type === 'response.custom_tool_call_input.done') expect(event.input).toBe(CODE);
  }
  expect(text).toBe(CODE);
  expect(types.length).toBeGreaterThan(3);
  expect(types.at(-1)).toBe('response.custom_tool_call_input.done');
});

async function refusal(asked: Promise<unknown>): Promise<string> {
  const error: unknown = await asked.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof BadRequestError)) throw new Error('it was answered', { cause: error });
  return error.message;
}

const made = { type: 'custom_tool_call', id: 'ct', call_id: 'a', name: 'run_code', input: 'x' };
const result = { type: 'custom_tool_call_output', call_id: 'a', output: '1' };

test.each<[string, object, string]>([
  ['a call without its output', { input: [prompt, made] }, 'No tool output found for custom tool call a.'],
  [
    'an output without its call',
    { input: [prompt, result] },
    'No tool call found for custom tool call output with call_id a.',
  ],
  [
    'the output of a function',
    { input: [prompt, made, { ...result, type: 'function_call_output' }] },
    'No tool call found for function call output with call_id a.',
  ],
  [
    'a call without the reasoning before it',
    { input: [prompt, { ...made, id: 'ctc_000001_1' }, result] },
    "of type 'custom_tool_call' was provided without its required 'reasoning' item: 'rs_000001'",
  ],
  [
    'an unknown format',
    { tools: [{ type: 'custom', name: 'a', format: { type: 'json' } }] },
    "'tools[0].format.type'|Supported values are: 'text' and 'grammar'",
  ],
  [
    'an unknown grammar',
    { tools: [{ type: 'custom', name: 'a', format: { type: 'grammar', syntax: 'bnf', definition: '' } }] },
    "Supported values are: 'lark' and 'regex'",
  ],
  [
    'a grammar without rules',
    { tools: [{ type: 'custom', name: 'a', format: { type: 'grammar', syntax: 'lark' } }] },
    "Missing required parameter: 'tools[0].format.definition'",
  ],
])('responses refuses %s of a custom tool', async (_, change, words) => {
  const told = await refusal(client.responses.create({ ...params, input: [prompt], ...change }));
  expect(words.split('|').some((word) => told.includes(word))).toBe(true);
});

test.each<[string, object, string]>([
  ['an unknown format', { type: 'json' }, "Supported values are: 'text' and 'grammar'"],
  ['a grammar as Responses writes it', { type: 'grammar', ...grammar }, "'tools[0].custom.format.grammar'"],
  [
    'a grammar without rules',
    { type: 'grammar', grammar: { syntax: 'lark' } },
    "'tools[0].custom.format.grammar.definition'",
  ],
])('chat refuses %s of a custom tool', async (_, format, words) => {
  const asked = { model: 'oracle', messages: [prompt], tools: [{ type: 'custom', custom: { name: 'a', format } }] };
  expect(await refusal(client.chat.completions.create(asked as never) as Promise<unknown>)).toContain(words);
});

test.each(['chat', 'responses'])(
  'a scenario with a custom tool runs over %s, streamed or not, and is replayed',
  async (protocol) => {
    const dir = tempDir({
      'scenarios/code.yaml': YAML,
      'tooltape.config.json': {
        gateways: { box: { sandbox: true, protocol } },
        models: Object.fromEntries(
          ['oracle', 'one-at-a-time', 'wrong-arguments', 'talker'].map((model) => [model, { gateway: 'box' }]),
        ),
        defaults: { models: ['oracle', 'one-at-a-time', 'wrong-arguments', 'talker'] },
      },
    });
    for (const stream of ['false', 'true']) {
      const recorded = await runAndRead(['run', '--stream', stream, '--record', 'all'], { cwd: dir });
      const replayed = await runAndRead(['replay', '--stream', stream], { cwd: dir });
      expect(
        ['oracle', 'one-at-a-time', 'wrong-arguments', 'talker'].map(
          (model) => outcomes(recorded.run, model)['run-code'],
        ),
      ).toEqual(['pass', 'pass', 'fail wrong-arguments', 'fail missing-call']);
      expect(recorded.run.trials.flatMap(({ findings }) => findings)).toEqual([]);
      expect(replayed.run.trials).toEqual(recorded.run.trials.map((row) => ({ ...row, attempts: 0 })));
      expect(recorded.run.trials[0]?.calls[0]).toMatchObject({ name: 'run_code', arguments: { input: CODE } });
    }
  },
);

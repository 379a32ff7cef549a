import { expect, test } from 'vitest';
import {
  defineScenario,
  match,
  PatternStopped,
  playCalls,
  readResponse,
  score,
  startSandbox,
  TooltapeError,
  transcriptOf,
  validateArguments,
} from '../../src/index.ts';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';
import { writtenAnswer } from '../support/written-answer.ts';

const LAMP = defineScenario({
  id: 'lamp',
  prompt: 'Switch the lamp on.',
  tools: [
    {
      name: 'switch_lamp',
      parameters: { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'] },
      returns: [{ result: 'done' }],
    },
  ],
  expect: { calls: [{ name: 'switch_lamp', arguments: { on: true } }] },
});

const CHAT_TOOLS = [
  { type: 'function', function: { name: 'switch_lamp', parameters: LAMP.tools[0]?.parameters ?? {} } },
];

test('calls from elsewhere are judged', async () => {
  const right = await playCalls(LAMP, [
    [{ calls: [{ name: 'switch_lamp', arguments: { on: true } }] }, { text: 'It is on.' }],
  ]);
  expect(score(LAMP, right)).toMatchObject({ pass: true, reason: null, scores: { selection: 1, arguments: 1 } });
  const wrong = await playCalls(LAMP, [
    [{ calls: [{ name: 'switch_lamp', arguments: '{"on":false}' }] }, { text: 'It is on.' }],
  ]);
  expect(score(LAMP, wrong)).toMatchObject({ pass: false, reason: 'wrong-arguments' });
  const error = { code: 'timeout', status: null, message: 'no byte came' } as const;
  expect(() => score(LAMP, { ...right, error })).toThrow(/not whole, timeout: no byte came/);
});

test('messages that a program holds are judged', () => {
  const said = transcriptOf([
    { role: 'user', content: 'Switch the lamp on.' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'switch_lamp', input: { on: true } }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: 'done' }] },
    { role: 'assistant', content: [{ type: 'text', text: 'It is on.' }] },
  ]);
  expect(score(LAMP, said).pass).toBe(true);
});

test('a value is held against a matcher, and a matcher that is none is refused', () => {
  expect(match({ city: 'Paris, France' }, { city: { $contains: 'Paris' } })).toEqual([]);
  expect(match({ city: 'Lyon' }, { city: 'Paris' })).toEqual([
    { path: 'city', expected: 'Paris', actual: 'Lyon', detail: null },
  ]);
  expect(match(undefined, { $optional: 'x' })).toEqual([]);
  expect(() => match('x', { $contain: 'x' })).toThrow(TooltapeError);
  expect(() => match('x', { a: { $regex: '(' } })).toThrow(/a\.\$regex/);
  expect(() => match(`${'ab '.repeat(40)}!`, { $regex: '^(\\w+\\s?)*$' })).toThrow(PatternStopped);
});

test('arguments are held against a schema', () => {
  const schema = { type: 'object', properties: { day: { type: 'string', format: 'date' } }, required: ['day'] };
  expect(validateArguments(schema, { day: '2026-11-23' })).toEqual([]);
  expect(validateArguments(schema, {})).toMatchObject([{ path: 'day', keyword: 'required' }]);
  expect(validateArguments(schema, { day: 'Monday' })).toMatchObject([{ path: 'day', keyword: 'format' }]);
  expect(validateArguments(schema, { day: 'Monday' }, { formats: 'annotated' })).toEqual([]);
});

test('a response is read with what was asked, or without', async () => {
  const sandbox = await startSandbox({ scenarios: [LAMP] });
  try {
    for (const stream of [false, true]) {
      const request = {
        model: 'oracle',
        stream,
        messages: [{ role: 'user', content: 'Switch the lamp on.' }],
        tools: CHAT_TOOLS,
      };
      const ask = (): Promise<Response> =>
        fetch(`${sandbox.baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify(request) });
      const calls = [{ name: 'switch_lamp', arguments: { on: true } }];
      expect(await readResponse(await ask(), { request })).toMatchObject({ ok: true, calls, servedModel: 'oracle' });
      expect(await readResponse(await ask())).toMatchObject({ ok: true, calls, findings: [] });
      const read = await ask();
      await read.text();
      await expect(readResponse(read)).rejects.toThrow(/was read before/);
    }
  } finally {
    await sandbox.close();
  }
});

test('the protocol of a response is told by its endpoint, else named, else chat', async () => {
  for (const protocol of PROTOCOLS) {
    const { name } = protocol;
    const body = writtenAnswer(protocol, { kind: 'text', text: 'Hi' });
    expect(protocol.isEndpoint(protocol.example.replace(/^\/v1(beta)?/, ''))).toBe(true);
    const json = (): Response => Response.json(body);
    expect(await readResponse(json(), { protocol: name }), name).toMatchObject({ ok: true, text: 'Hi' });
    expect(await readResponse(json(), { endpoint: protocol.example }), name).toMatchObject({ ok: true, text: 'Hi' });
  }
  const raw = { status: 200, headers: {}, body: { kind: 'text', text: '<html>' } } as const;
  expect(await readResponse(raw)).toMatchObject({ ok: false });
  expect(await readResponse(new Response(null, { status: 500 }))).toMatchObject({ ok: false, error: { status: 500 } });
});

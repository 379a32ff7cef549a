import { createHash } from 'node:crypto';
import * as fc from '../../support/properties.ts';
import stringify from 'fast-json-stable-stringify';
import { expect, test } from 'vitest';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { TooltapeError } from '../../../src/domain/errors.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';

const ENDPOINT = '/chat/completions';
const keyer = createKeyer({ redactor: createRedactor() });
const KEY = 'sk-proj-AbCdEf0123456789AbCdEf0123456789AbCd';

/** Any JSON, with `__proto__`, numbers and every string that UTF-16 can hold. */
const anyJson = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
    fc.string({ unit: 'binary' }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'toString', '10')), tie('json')),
        { maxLength: 4 },
      )
      .map((entries) => Object.fromEntries<Json>(entries)),
  ),
})).json;

const anyCall = fc.record({
  id: fc.constantFrom('a', 'b', 'call_2', ''),
  type: fc.constant('function'),
  function: anyJson,
});
const anyMessage = fc.oneof(
  fc.record({ role: fc.constant('user'), content: anyJson }),
  fc.record(
    {
      role: fc.constant('assistant'),
      content: fc.constantFrom(null, '', 'x'),
      tool_calls: fc.array(anyCall, { maxLength: 3 }),
    },
    { requiredKeys: ['role'] },
  ),
  fc.record({ role: fc.constant('tool'), tool_call_id: fc.constantFrom('a', 'b', 'call_2', ''), content: anyJson }),
  anyJson,
);
const anyBody = fc
  .record(
    {
      model: fc.string(),
      messages: fc.oneof(fc.array(anyMessage, { maxLength: 6 }), anyJson),
      tools: fc.oneof(
        fc.array(fc.oneof(fc.record({ type: fc.constant('function'), function: anyJson }), anyJson), { maxLength: 3 }),
        anyJson,
      ),
      temperature: fc.oneof(anyJson),
      stream: fc.boolean(),
      user: anyJson,
      metadata: anyJson,
      x: anyJson,
    },
    { requiredKeys: [] },
  )
  .map((body) => body as JsonObject);

const shuffled = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, shuffled(item)]),
  );
};

test('the canonical text is what fast-json-stable-stringify makes of the canonical body', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      expect(keyer.canonicalText(ENDPOINT, body)).toBe(stringify(keyer.canonicalBody(ENDPOINT, body)));
      // A second time, when the tools are known.
      expect(keyer.canonicalText(ENDPOINT, body)).toBe(stringify(keyer.canonicalBody(ENDPOINT, body)));
    }),
    { numRuns: 1500 },
  );
});

test('the key is the SHA-256 of endpoint, line break and canonical text', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const expected = createHash('sha256')
        .update(`/chat/completions\n${keyer.canonicalText(ENDPOINT, body)}`)
        .digest('hex');
      expect(keyer.keyOf('/chat/completions', body)).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test('the canonical body has the same key, and is its own canonical body', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const canonical = keyer.canonicalBody(ENDPOINT, body);
      expect(keyer.keyOf('/x', canonical)).toBe(keyer.keyOf('/x', body));
      expect(keyer.canonicalBody(ENDPOINT, canonical)).toEqual(canonical);
    }),
    { numRuns: 1000 },
  );
});

test('the key is the same for the body as sent and for its JSON read again, in any order of keys', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const key = keyer.keyOf('/x', body);
      expect(keyer.keyOf('/x', JSON.parse(JSON.stringify(body)) as JsonObject)).toBe(key);
      expect(keyer.keyOf('/x', shuffled(body) as JsonObject)).toBe(key);
    }),
    { numRuns: 1000 },
  );
});

test('making a key changes nothing in the body', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const before = JSON.stringify(body);
      keyer.canonicalBody(ENDPOINT, body);
      keyer.keyOf('/x', body);
      expect(JSON.stringify(body)).toBe(before);
    }),
  );
});

const conversation = (ids: readonly [string, string, string]): JsonObject => ({
  model: 'm',
  messages: [
    { role: 'user', content: 'hi' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: ids[0], type: 'function' },
        { id: ids[1], type: 'function' },
      ],
    },
    { role: 'tool', tool_call_id: ids[1], content: 'second' },
    { role: 'tool', tool_call_id: ids[0], content: 'first' },
    { role: 'assistant', tool_calls: [{ id: ids[2], type: 'function' }] },
    { role: 'tool', tool_call_id: ids[2], content: 'third' },
  ],
});

test('tool-call ids are renamed in order of appearance, each result with its call', () => {
  expect(keyer.canonicalBody(ENDPOINT, conversation(['x', 'y', 'z']))['messages']).toEqual([
    { role: 'user', content: 'hi' },
    {
      role: 'assistant',
      tool_calls: [
        { id: 'call_1', type: 'function' },
        { id: 'call_2', type: 'function' },
      ],
    },
    { role: 'tool', tool_call_id: 'call_2', content: 'second' },
    { role: 'tool', tool_call_id: 'call_1', content: 'first' },
    { role: 'assistant', tool_calls: [{ id: 'call_3', type: 'function' }] },
    { role: 'tool', tool_call_id: 'call_3', content: 'third' },
  ]);
});

test('conversations that differ in their ids alone have one key, also where ids are used twice or look renamed', () => {
  const key = keyer.keyOf('/x', conversation(['chatcmpl-a', 'b', 'c']));
  expect(keyer.keyOf('/x', conversation(['call_2', 'call_1', 'call_3']))).toBe(key);
  expect(keyer.keyOf('/x', conversation(['search:0', 'search:1', 'search:0']))).toBe(key);
});

test('which result belongs to which call counts', () => {
  const body = conversation(['a', 'b', 'c']);
  const swapped = JSON.parse(JSON.stringify(body)) as { messages: JsonObject[] };
  swapped.messages[2] = { role: 'tool', tool_call_id: 'a', content: 'second' };
  swapped.messages[3] = { role: 'tool', tool_call_id: 'b', content: 'first' };
  expect(keyer.keyOf('/x', swapped as unknown as JsonObject)).not.toBe(keyer.keyOf('/x', body));
});

const base: JsonObject = { model: 'm', messages: [{ role: 'user', content: 'hi' }], temperature: 0 };

test.each<[string, JsonObject]>([
  ['a null field', { ...base, top_p: null }],
  ['stream: false', { ...base, stream: false }],
  ['user', { ...base, user: 'me' }],
  ['metadata', { ...base, metadata: { a: 1 } }],
  ['store', { ...base, store: true }],
  ['a null content', { ...base, messages: [{ role: 'user', content: 'hi' }] }],
  ['an undefined field', { ...base, top_p: undefined } as unknown as JsonObject],
  ['a number that is none', { ...base, top_p: Number.NaN }],
  ['minus zero', { ...base, temperature: -0 }],
])('%s does not count', (_, body) => {
  expect(keyer.keyOf('/x', body)).toBe(keyer.keyOf('/x', base));
});

test.each<[string, JsonObject]>([
  ['stream: true', { ...base, stream: true }],
  ['the model', { ...base, model: 'other' }],
  ['the temperature', { ...base, temperature: 0.1 }],
  ['a word of the prompt', { ...base, messages: [{ role: 'user', content: 'hi!' }] }],
  ['an empty list of tools', { ...base, tools: [] }],
  ['user inside a message', { ...base, messages: [{ role: 'user', content: 'hi', user: 'x' }] }],
  ['null inside a field', { ...base, response_format: { type: null } }],
  ['an empty content', { ...base, messages: [{ role: 'user', content: '' }] }],
  [
    'a field of the name __proto__',
    JSON.parse(
      '{"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":0,"__proto__":{"a":1}}',
    ) as JsonObject,
  ],
])('%s counts', (_, body) => {
  expect(keyer.keyOf('/x', body)).not.toBe(keyer.keyOf('/x', base));
});

test('the order of tools and messages counts, and so does the endpoint', () => {
  const tools = [
    { type: 'function', function: { name: 'a' } },
    { type: 'function', function: { name: 'b' } },
  ];
  expect(keyer.keyOf('/x', { ...base, tools })).not.toBe(keyer.keyOf('/x', { ...base, tools: tools.toReversed() }));
  expect(keyer.keyOf('/x', base)).not.toBe(keyer.keyOf('/y', base));
});

test('a list of tools that grows is told from the list before', () => {
  const tools = [{ type: 'function', function: { name: 'a' } }];
  const before = keyer.keyOf('/x', { ...base, tools });
  tools.push({ type: 'function', function: { name: 'b' } });
  expect(keyer.keyOf('/x', { ...base, tools })).not.toBe(before);
});

test.each<[string, JsonObject, JsonObject]>([
  ['seed', { ...base, seed: 1 }, base],
  ['provider.order[0]', { ...base, provider: { order: ['a', 'b'] } }, { ...base, provider: { order: ['c', 'b'] } }],
  ['messages[*].name', { ...base, messages: [{ role: 'user', content: 'hi', name: 'x' }] }, base],
  ['messages[0].content', { ...base, messages: [{ role: 'user', content: 'at 12:30' }] }, base],
  ['["odd key"].x', { ...base, 'odd key': { x: 1 } }, { ...base, 'odd key': { x: 2 } }],
  [
    'tools[*].function.strict',
    { ...base, tools: [{ function: { strict: true } }] },
    { ...base, tools: [{ function: {} }] },
  ],
  ['*.cache', { ...base, a: { cache: 1 } }, { ...base, a: {} }],
])('what stands at the ignored path %s does not count', (path, body, same) => {
  const ignoring = createKeyer({ redactor: createRedactor(), ignore: [path] });
  expect(ignoring.keyOf('/x', body)).toBe(ignoring.keyOf('/x', same));
  expect(keyer.keyOf('/x', body)).not.toBe(keyer.keyOf('/x', same));
  const canonical = ignoring.canonicalBody(ENDPOINT, body);
  expect(ignoring.canonicalBody(ENDPOINT, canonical)).toEqual(canonical);
  expect(ignoring.canonicalText(ENDPOINT, body)).toBe(stringify(canonical));
});

test.each(['', 'messages[', 'a..b', '[x]'])('%j is no path to ignore', (path) => {
  expect(() => createKeyer({ redactor: createRedactor(), ignore: [path] })).toThrow(TooltapeError);
});

test('a secret is replaced before hashing, so that a replay without it finds the same key', () => {
  const told = {
    ...base,
    messages: [{ role: 'user', content: `use ${KEY}` }],
    tools: [{ description: KEY }],
    [KEY]: 1,
  };
  const knowing = createKeyer({ redactor: createRedactor({ secrets: [KEY] }) });
  expect(JSON.stringify(knowing.canonicalBody(ENDPOINT, told))).not.toContain(KEY);
  expect(knowing.keyOf('/x', told)).toBe(keyer.keyOf('/x', told));
  expect(knowing.keyOf('/x', knowing.canonicalBody(ENDPOINT, told))).toBe(keyer.keyOf('/x', told));
});

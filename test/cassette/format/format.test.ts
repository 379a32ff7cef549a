import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { textBody, toRawBody } from '../../../src/cassette/format/body.ts';
import { bodyBytes, bodyText } from '../../../src/protocol/raw-body.ts';
import type { CassetteData } from '../../../src/cassette/format/format.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { decodeInteraction, parseCassette, readCassetteFile } from '../../../src/cassette/format/read-format.ts';
import { hashRecorded, hashStored } from '../../../src/cassette/format/recording-hash.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { writeCassette } from '../../../src/cassette/format/write-format.ts';
import { TooltapeError } from '../../../src/domain/errors.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import type { Interaction, RecordedTrial } from '../../../src/domain/recording.ts';
import type { RawBody } from '../../../src/domain/wire.ts';
import { tempDir } from '../temp-dir.ts';

const redactor = createRedactor();
const keyer = createKeyer({ redactor });
const META = {
  scenario: 's',
  model: 'm',
  gateway: 'g',
  source: 'live',
  recordedAt: '2026-11-23T00:00:00.000Z',
} as const;

function interaction(request: JsonObject, body: RawBody): Interaction {
  const endpoint = '/chat/completions';
  return {
    endpoint,
    key: keyer.keyOf(endpoint, request),
    request,
    response: { status: 200, headers: { 'content-type': 'application/json' }, body },
    latencyMs: 812,
    firstByteMs: 300,
  };
}

function readBack(text: string): RecordedTrial[] {
  const cassette = parseCassette(text, 'x.json');
  return cassette.trials.map((trial) => ({
    trial: trial.trial,
    interactions: trial.interactions.map((_, i) => {
      const decoded = decodeInteraction(cassette, trial, i, 'x.json');
      return { ...decoded, request: decoded.request };
    }),
  }));
}

const roundTrip = (body: RawBody): RawBody | undefined =>
  readBack(writeCassette({ ...META, trials: [{ trial: 1, interactions: [interaction({}, body)] }] }))[0]
    ?.interactions[0]?.response.body;

const spaced = '{"a": [1, 2, {"b": "x, y: z"}], "c": {}, "d": []}';

test.each<[string, string, RawBody['kind']]>([
  ['compact JSON', '{"a":[1,2,{"b":null}],"b":"北京 \\u0007"}', 'json'],
  ['JSON with blanks', spaced, 'json'],
  ['indented JSON', JSON.stringify({ a: [1, { b: 2 }], c: [] }, null, 2), 'json'],
  ['indented JSON with a line feed after it', `${JSON.stringify({ a: [1, 2] }, null, 4)}\n`, 'json'],
  ['JSON indented with tabs', JSON.stringify({ a: [1, 2] }, null, '\t'), 'json'],
  ['JSON with escapes for all that is not ASCII', '{"a":"\\u5317\\u4eac \\ud83d\\ude00"}', 'json'],
  ['the same with blanks', '{"a": "\\u5317", "b": 1}', 'json'],
  ['a number', '12', 'json'],
  ['a number with a point', '{"a":5.0}', 'text'],
  ['a number beyond 2^53', '{"a":12345678901234567890}', 'text'],
  ['a repeated key', '{"a":1,"a":2}', 'text'],
  ['keys that JavaScript would sort', '{"b":1,"1":2}', 'text'],
  ['JSON with a line break before it', '\n{"a":1}', 'text'],
  ['JSON cut short', '{"a":', 'text'],
  ['nothing', '', 'text'],
  ['HTML', '<html>502</html>\r\n', 'text'],
  ['a byte order mark', '\uFEFF{"a":1}', 'text'],
  ['events', 'data: {"a":1}\n\ndata: {"b":[]}\n\ndata: [DONE]\n\n', 'sse'],
  ['events with CRLF', 'data: {"a":1}\r\n\r\ndata: [DONE]\r\n\r\n', 'sse'],
  ['events with CR', 'data: {"a":1}\r\rdata: [DONE]\r\r', 'sse'],
  ['events without an empty line at the end', 'data: {"a":1}\n\ndata: [DONE]\n', 'sse'],
  ['comments, names, ids and several lines', ': ping\n\nevent: x\nid: 1\ndata: {"a":\ndata: 1}\n\n\n\ndata: x', 'sse'],
  ['mixed line ends', 'data: {"a":1}\r\n\r\ndata: {"b":1}\n\ndata: {"c":1}\r\n\r\n', 'sse'],
  ['events of JSON with blanks', 'data: {"a": 1, "b": "x"}\n\ndata: {"a": 2, "b": [1, 2]}\n\n', 'sse'],
  ['events without a blank after the colon', 'data:{"a":1}\n\ndata:[DONE]\n\n', 'sse'],
])('%s comes back as received', (_, text, kind) => {
  const body = toRawBody(Buffer.from(text), '');
  expect(body.kind).toBe(kind);
  const back = roundTrip(body);
  expect(back).toEqual(body);
  expect(bodyText(back as RawBody)).toBe(text);
});

test('the content type makes an event stream of what does not look like one', () => {
  expect(toRawBody(Buffer.from('\n\nhello'), 'text/event-stream; charset=utf-8').kind).toBe('sse');
  expect(toRawBody(Buffer.from('{"error":{}}'), 'text/event-stream').kind).toBe('json');
});

test('bytes that are no UTF-8 come back', () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x22]);
  const body = toRawBody(bytes, 'application/json');
  expect(body.kind).toBe('base64');
  expect(bodyBytes(roundTrip(body) as RawBody)).toEqual(bytes);
});

test('any text comes back, as any kind of body', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '\n',
      '\r',
      '\r\n',
      '\n\n',
      '\r\n\r\n',
      'data: ',
      'data:',
      '{"a":1}',
      '{"a": 1}',
      ': x',
      '[DONE]',
      '{',
      '}',
      '"',
      '\\',
    ),
    fc.json().map((json) => `data: ${json}`),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece), fc.constantFrom('', 'text/event-stream', 'application/json'), (pieces, type) => {
      const text = pieces.join('').toWellFormed();
      const body = textBody(text, type);
      expect(bodyText(roundTrip(body) as RawBody)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('any JSON text comes back, whatever its white space', () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom(0, 1, 2, 3, 4, '\t'),
      fc.constantFrom('', '\n', ' \r\n'),
      (value, indent, end) => {
        const text = JSON.stringify(value, null, indent) + end;
        const body = textBody(text, 'application/json');
        expect(bodyText(roundTrip(body) as RawBody)).toBe(text);
      },
    ),
    { numRuns: 1000 },
  );
});

const tool = (name: string): JsonObject => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: {} } },
});
const answer: RawBody = {
  kind: 'json',
  value: { id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }] },
};

function conversation(): RecordedTrial[] {
  const tools = [tool('a'), tool('b')];
  const first = {
    model: 'm',
    messages: [
      { role: 'system', content: 's' },
      { role: 'user', content: 'u' },
    ],
    tools,
  };
  const second = {
    ...first,
    messages: [...first.messages, { role: 'assistant', tool_calls: [] }, { role: 'tool', content: '1' }],
  };
  const third = { ...first, messages: [first.messages[1] as JsonObject], tools: [tool('b'), tool('c')] };
  const fourth = { model: 'm', input: [1, 2], tools: 'odd' };
  return [
    {
      trial: 1,
      interactions: [first, second, third, fourth, first].map((request) => interaction(request as JsonObject, answer)),
    },
    { trial: 3, interactions: [interaction(first, answer)] },
  ];
}

test('requests come back whole, though tools and messages are written once', () => {
  const trials = conversation();
  const text = writeCassette({ ...META, trials });
  expect(readBack(text)).toEqual(trials);
  expect(text.split('"name":"a"').length).toBe(2);
  expect(writeCassette({ ...META, trials: readBack(text) })).toBe(text);
});

test('a file has one tool, message, choice and event a line', () => {
  const events: RawBody = { kind: 'sse', text: 'data: {"choices":[]}\n\ndata: [DONE]\n\n' };
  const request = { model: 'm', messages: [{ role: 'user', content: 'x' }], tools: [tool('a')], temperature: 0 };
  const trials = [{ trial: 1, interactions: [interaction(request, answer), interaction(request, events)] }];
  expect(writeCassette({ ...META, trials })).toMatchSnapshot();
});

test('nothing in a file is invisible, or turns the reading order round', () => {
  const trial = { trial: 1, interactions: [interaction({ a: 'x\u202Ey\u200B\uFEFF\u009B' }, answer)] };
  const text = writeCassette({ ...META, trials: [trial] });
  expect(text).toContain(String.raw`x\u202ey\u200b\ufeff\u009b`);
  expect(readBack(text)).toEqual([trial]);
});

test('an exchange of a 5 KB request takes at most 2.6 KB when its tools are stored once', () => {
  const property = {
    type: 'string',
    description: 'City or place for which the forecast is wanted, in the language of the user',
  };
  const tools = Array.from({ length: 5 }, (_, i) => ({
    type: 'function',
    function: {
      name: `tool_${i}`,
      description: 'Looks up what the user asks for and answers in the unit that was asked for. '.repeat(5),
      parameters: {
        type: 'object',
        properties: { city: property, days: property, unit: property, language: property },
        required: ['city'],
      },
    },
  }));
  const ask = (i: number): JsonObject => ({
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'You are a helpful assistant.' },
      { role: 'user', content: `北京今天天气怎么样? ${i}` },
    ],
    tools,
    tool_choice: 'auto',
    temperature: 0,
    max_tokens: 8192,
  });
  const calls = [1, 2].map((i) => ({
    id: `call_${i}AbCdEfGhIjKlMnOp`,
    type: 'function',
    function: { name: `tool_${i}`, arguments: '{"city":"北京","unit":"celsius"}' },
  }));
  const body: RawBody = {
    kind: 'json',
    value: {
      id: 'chatcmpl-0123456789abcdefghijklmnop',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-4o-2024-08-06',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: null, tool_calls: calls, refusal: null },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 800, completion_tokens: 40, total_tokens: 840 },
    },
  };
  const trials = Array.from({ length: 20 }, (_, i) => ({ trial: i + 1, interactions: [interaction(ask(i), body)] }));
  expect(Buffer.byteLength(JSON.stringify(ask(1)))).toBeGreaterThan(4700);
  expect(Buffer.byteLength(writeCassette({ ...META, trials })) / 20).toBeLessThan(2600);
});

function refusal(text: string): TooltapeError {
  try {
    parseCassette(text, 'cassettes/s/m.json');
  } catch (error) {
    if (error instanceof TooltapeError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('a newer format is refused by its name', () => {
  const error = refusal('{"format":"tooltape.cassette/3","trials":[]}');
  expect(error.code).toBe('CASSETTE_NEWER');
  expect(error.message).toBe(
    'cassettes/s/m.json: its format is tooltape.cassette/3; this version reads up to tooltape.cassette/2',
  );
  expect(error.remedy).toContain('Update');
});

test('a protocol that this version does not speak is refused by its name', () => {
  const error = refusal('{"format":"tooltape.cassette/2","protocol":"chat+telepathy","trials":[]}');
  expect(error.code).toBe('CASSETTE_NEWER');
  expect(error.message).toContain('cassettes/s/m.json: it holds the protocol "telepathy"; this version reads chat');
  expect(error.remedy).toContain('Update');
});

test.each<[string, string, string]>([
  ['format 2 without a protocol', '{"format":"tooltape.cassette/2"}', 'protocol: expected one of chat'],
  ['another kind of file', '{"version":1}', 'found no format'],
  ['a list', '[]', 'found no format'],
  [
    'no trials',
    '{"format":"tooltape.cassette/1","scenario":"s","model":"m","tools":[]}',
    'trials: expected a list, found nothing',
  ],
  [
    'a trial without a number',
    '{"format":"tooltape.cassette/1","scenario":"s","model":"m","tools":[],"trials":[{"interactions":[]}]}',
    'trials[0].trial: expected a whole number',
  ],
  [
    'a trial 0',
    '{"format":"tooltape.cassette/1","scenario":"s","model":"m","tools":[],"trials":[{"trial":0,"interactions":[]}]}',
    'trials[0].trial: expected a whole number from 1',
  ],
  [
    'an interaction that is null',
    '{"format":"tooltape.cassette/1","scenario":"s","model":"m","tools":[],"trials":[{"trial":1,"interactions":[null]}]}',
    'trials[0].interactions: expected a list of interactions, found [null]',
  ],
  ['an empty file', '', 'it ends in the middle'],
  [
    'a file that is cut',
    '{\n"format": "tooltape.cassette/1",\n"scen',
    'cassettes/s/m.json:3: the cassette cannot be read: it ends in the middle',
  ],
  ['no JSON', '{\n\n  format: 1 }', 'cassettes/s/m.json:3: the cassette cannot be read: it is no JSON'],
  [
    'a merge conflict',
    '{\n<<<<<<< HEAD\n"a": 1\n=======\n',
    'cassettes/s/m.json:2: the cassette cannot be read: it holds a merge conflict',
  ],
])('%s is refused with its place', (_, text, message) => {
  const error = refusal(text);
  expect(error.code).toBe('CASSETTE_FORMAT');
  expect(error.message).toContain(message);
  expect(error.remedy).not.toBeNull();
});

test('every cut of a file is refused or read, never taken for another', () => {
  const whole = writeCassette({ ...META, trials: conversation() });
  for (let end = 0; end < whole.trimEnd().length; end += 7)
    expect(refusal(whole.slice(0, end)).code).toBe('CASSETTE_FORMAT');
});

test.each<[string, Json]>([
  ['a response without a body', { status: 200, headers: {} }],
  ['a status that is a text', { status: '200', headers: {}, json: {} }],
  ['headers that are none', { status: 200, headers: null, json: {} }],
  ['an event that is a number', { status: 200, headers: {}, events: [5] }],
  ['base64 that is a number', { status: 200, headers: {}, base64: 5 }],
  ['no response', null],
])('an interaction with %s is an error when it is asked for', (_, response) => {
  const text = JSON.stringify({
    format: 'tooltape.cassette/1',
    scenario: 's',
    model: 'm',
    gateway: 'g',
    source: 'live',
    recordedAt: '2026-01-01T00:00:00.000Z',
    tools: [],
    trials: [
      { trial: 1, interactions: [{ endpoint: '/x', key: 'k', request: {}, response, latencyMs: 1, firstByteMs: 1 }] },
    ],
  });
  const cassette = parseCassette(text, 'm.json');
  expect(() => decodeInteraction(cassette, cassette.trials[0] as never, 0, 'm.json')).toThrow(
    /m\.json: trials\[0\]\.interactions\[0\]/,
  );
});

test('a byte order mark and CRLF line ends, as an editor or git may leave them, do no harm', () => {
  const file = join(tempDir(), 'x.json');
  const data: CassetteData = { ...META, trials: conversation() };
  writeFileSync(file, `\uFEFF${writeCassette(data).replaceAll('\n', '\r\n')}`);
  expect(readCassetteFile(file)?.trials.length).toBe(2);
  expect(readFileSync(file, 'utf8').charCodeAt(0)).toBe(0xfeff);
});

test('the tools of a file are read when they are asked for, and a fault in them is told then', () => {
  const file = join(tempDir(), 'm.json');
  const hostile = { ...tool('a'), description: '\n  ],\n  "trials": [\n' };
  const request = { model: 'm', messages: [], tools: [hostile, tool('last')] };
  const trials = [{ trial: 1, interactions: [interaction(request, answer)] }];
  const text = writeCassette({ ...META, trials });
  writeFileSync(file, text);
  const { tools, ...rest } = parseCassette(text, file);
  expect(readCassetteFile(file)).toEqual(rest);
  expect(readCassetteFile(file)?.tools).toEqual(tools);

  writeFileSync(file, text.replace('"name":"last"', '"name":"last'));
  const broken = readCassetteFile(file);
  expect(broken?.trials.length).toBe(1);
  expect(() => broken?.tools).toThrow(/m\.json:\d+: the cassette cannot be read: it is no JSON/);
});

test.each<[string, RawBody]>([
  ['JSON', answer],
  ['JSON with white space', textBody(spaced, 'application/json')],
  ['events', { kind: 'sse', text: 'data: {"a":1}\n\n: ping\n\ndata: [DONE]\n\n' }],
  ['events of another framing', { kind: 'sse', text: 'data: {"a": "\u00e9\u202e"}\r\n\r\ndata: x' }],
  ['text', { kind: 'text', text: 'no' }],
  ['bytes', { kind: 'base64', data: 'AAE=' }],
])('a recording of %s has the hash that its cassette will give', (_, body) => {
  const trial = { trial: 1, interactions: [interaction({ model: 'm' }, body)] };
  const [stored] = parseCassette(writeCassette({ ...META, trials: [trial] }), 'x.json').trials;
  expect(stored && hashStored(stored)).toBe(hashRecorded(trial));
});

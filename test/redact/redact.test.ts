import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { createCleaner } from '../../src/redact/cleaner.ts';
import { findUnrecognisableSecret } from '../../src/redact/find-secret.ts';
import { compilePattern, type Pattern } from '../../src/pattern/pattern.ts';
import { PatternStopped } from '../../src/pattern/pattern-stopped.ts';
import { REDACTED } from '../../src/redact/placeholder.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { redactEvents } from '../../src/protocol/sse/redact-events.ts';
import { recordedFormAt } from '../../src/protocol/recorded-form-at.ts';

const FORM = recordedFormAt('/chat/completions');

const shapes = createRedactor();

function pattern(source: string, flags = ''): Pattern {
  const compiled = compilePattern(source, flags);
  if (!compiled.ok) throw new Error(compiled.reason);
  return compiled.pattern;
}

const KEYS = [
  'sk-AbCdEf0123456789AbCdEf0123456789',
  'sk-proj-Ab_Cd-0123456789AbCdEf0123456789AbCdEf0123456789',
  'sk-ant-api03-AbCdEf_0123-456789AbCdEf0123456789AbCdEf0123456789',
  'sk-or-v1-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
  'AIzaSyA0123456789_abcdefghijklmnopqrstu',
  'ghp_0123456789abcdefghijABCDEFGHIJ012345',
  'github_pat_11ABCDEFG0abcdefghij_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRS',
  'AKIAIOSFODNN7EXAMPLE',
  'xoxb-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx',
  'hf_AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh',
  'gsk_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOp',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
];

test.each(KEYS)('the key %s is told by its shape, wherever it stands', (key) => {
  for (const [before, after] of [
    ['', ''],
    ['use ', ' now'],
    ['{"key":"', '"}'],
    ['密钥', '。'],
    ['a=', '&b=1'],
    ['line\n', '\nline'],
    [String.raw`{"note":"key:\n`, String.raw`\n"}`],
    ['(', ')'],
  ]) {
    expect(shapes.text(`${before}${key}${after}`)).toBe(`${before}${REDACTED}${after}`);
    expect(shapes.mayHold(JSON.stringify(`${before}${key}${after}`))).toBe(true);
  }
});

test.each([
  'task-0123456789abcdef',
  'a disk-0123456789abcdef01',
  'sk-learn-compatible-interface',
  'risk-management-2024-report',
  'Bearer authentication is required',
  'the bearer of responsibilities',
  'xAKIAIOSFODNN7EXAMPLE',
  'highpriority ghp_short',
  'eyJhbGciOiJIUzI1NiJ9 alone',
  '北京今天天气怎么样?',
])('%s is no key', (text) => {
  expect(shapes.text(text)).toBe(text);
});

test.each([
  ['Authorization: Bearer abcDEF123456789012', `Authorization: Bearer ${REDACTED}`],
  ['bearer 0123456789abcdef', `bearer ${REDACTED}`],
  ['{"authorization":"Bearer a.b-c_d~e+f/0123456789=="}', `{"authorization":"Bearer ${REDACTED}"}`],
  ['Authorization=Bearer%20abcDEF123456789012', `Authorization=Bearer%20${REDACTED}`],
])('the token of %s goes', (text, redacted) => {
  expect(shapes.text(text)).toBe(redacted);
});

const SECRET = 'p"ass/word+with?odd=chars\n';

test.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify({ a: SECRET })],
  ['in JSON inside JSON', JSON.stringify({ arguments: JSON.stringify({ a: SECRET }) })],
  ['percent-encoded', encodeURIComponent(SECRET)],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64url', Buffer.from(SECRET).toString('base64url')],
  ['in base64 behind a user, as in basic authentication', Buffer.from(`user:${SECRET}`).toString('base64')],
  ['in base64 before something', Buffer.from(`{"k":"${SECRET}","l":1}`).toString('base64')],
  ['in hex', Buffer.from(SECRET).toString('hex')],
  ['percent-encoded in lower case', encodeURIComponent(SECRET).replace(/%../g, (byte) => byte.toLowerCase())],
])('a secret known by its value goes %s', (_, text) => {
  const redactor = createRedactor({ secrets: [SECRET] });
  expect(redactor.mayHold(text)).toBe(true);
  const redacted = text.startsWith('{') ? JSON.stringify(redactor.json(JSON.parse(text))) : redactor.text(text);
  expect(redacted).toContain(REDACTED);
  expect(redacted).not.toContain('odd');
});

test('values that are many or long are all found, and no error shows one', () => {
  const many = Array.from({ length: 6000 }, (_, i) => `value-${i}-of-many-gateways`);
  const long = 'Zx9+/'.repeat(30_000);
  const redactor = createRedactor({ secrets: [...many, long] });
  for (const value of [many[0], many[5999], long]) {
    expect(redactor.text(`say ${value} now`)).toBe(`say ${REDACTED} now`);
    expect(redactor.mayHold(JSON.stringify([value]))).toBe(true);
  }
  expect(createCleaner([...many, long]).err(`failed with ${long} and ${many[4999]}`)).toBe(
    `failed with ${REDACTED} and ${REDACTED}`,
  );
});

test('a value too short to be a secret hides nothing', () => {
  expect(createRedactor({ secrets: ['short', ''] }).text('a short text')).toBe('a short text');
});

test('a key that is also known by its value gives the same text as one told by its shape', () => {
  const key = KEYS[1] as string;
  const text = `${key}-suffix and ${key}`;
  expect(createRedactor({ secrets: [key] }).text(text)).toBe(shapes.text(text));
});

test('patterns of the user are applied everywhere, flags and all', () => {
  const redactor = createRedactor({ patterns: [pattern('internal-\\d+', 'i'), pattern('^id: \\w+$', 'm')] });
  expect(redactor.text('Internal-42 and internal-7\nid: abc\n')).toBe(`${REDACTED} and ${REDACTED}\n${REDACTED}\n`);
  expect(redactor.json({ a: ['INTERNAL-1'] })).toEqual({ a: [REDACTED] });
});

test('a pattern of the user that is not done with a text is stopped, and the text is not shown', () => {
  const redactor = createRedactor({ patterns: [pattern('(?:[a-z]+ ?)+;')] });
  const text = `${'secretword'.repeat(40)}!`;
  expect(() => redactor.text(text)).toThrow(PatternStopped);
  expect(() => redactor.text(text)).toThrow(/^the pattern \S+ \S+ was not done with a text within its steps$/);
});

test('redacting twice changes nothing more, even with patterns that match the placeholder', () => {
  const redactor = createRedactor({
    secrets: ['secretvalue123456'],
    patterns: [pattern('redacted|\\w*cafe\\w*'), pattern('x*')],
  });
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.constantFrom(...KEYS, 'secretvalue123456', REDACTED, 'cafe', 'Bearer ', '-', 'xx'),
          fc.string({ maxLength: 3 }),
        ),
      ),
      (parts) => {
        const once = redactor.text(parts.join(''));
        expect(redactor.text(once)).toBe(once);
        expect(once).not.toContain('secretvalue123456');
      },
    ),
    { numRuns: 1000 },
  );
});

test('a pattern finds a word in any member, and replaces no word of a protocol', () => {
  const redactor = createRedactor({ patterns: [pattern('[A-Za-z]+')] });
  for (const field of ['type', 'role', 'object', 'model', 'status', 'code', 'event', 'finish_reason', 'stop_reason']) {
    expect(redactor.json({ [field]: 'Mueller' })).toEqual({ [field]: REDACTED });
    expect(redactor.text(`{"${field}":"Mueller"}`)).toBe(`{"${field}":"${REDACTED}"}`);
    expect(redactor.json({ arguments: `{"${field}":"Mueller"}` })).toEqual({ arguments: `{"${field}":"${REDACTED}"}` });
  }
  const answer = {
    object: 'chat.completion.chunk',
    status: 'in_progress',
    choices: [{ finish_reason: 'tool_calls', message: { role: 'assistant', tool_calls: [{ type: 'function' }] } }],
  };
  expect(redactor.json(answer)).toBe(answer);
  const other = { candidates: [{ finishReason: 'STOP' }], error: { status: 'RESOURCE_EXHAUSTED' } };
  expect(redactor.json(other)).toBe(other);
});

test('JSON without a secret is given back as the same object', () => {
  const value = { a: [{ b: 'text' }], c: null };
  expect(shapes.json(value)).toBe(value);
});

test('keys of objects are redacted, and none is lost', () => {
  const [a = '', b = ''] = KEYS;
  expect(shapes.json({ [a]: 1, [b]: 2, c: 3 })).toEqual({ [REDACTED]: 1, [`${REDACTED} 2`]: 2, c: 3 });
});

const chunk = (delta: object, index = 0): string => `data: ${JSON.stringify({ choices: [{ index, delta }] })}\n\n`;
const textOf = (stream: string): string =>
  stream
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map(
      (line) =>
        (JSON.parse(line.slice(6)) as { choices: { delta: { content?: string } }[] }).choices[0]?.delta.content ?? '',
    )
    .join('');

test('a key that is split over the events of a stream goes, wherever it is cut', () => {
  const key = KEYS[2] as string;
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: key.length - 1 }), { maxLength: 6 }),
      fc.string(),
      (cuts, other) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), key.length];
        const parts = places.slice(1).map((end, i) => key.slice(places[i], end));
        const before = `say ${other.replaceAll(/[A-Za-z0-9]/g, '')} `;
        const stream =
          [before, ...parts, ' end'].map((content) => chunk({ content })).join('') + ': comment\n\ndata: [DONE]\n\n';
        const redacted = redactEvents(stream, shapes, FORM);
        expect(textOf(redacted)).toBe(`${before}${REDACTED} end`);
        expect(redacted.endsWith(': comment\n\ndata: [DONE]\n\n')).toBe(true);
        expect(redactEvents(redacted, shapes, FORM)).toBe(redacted);
      },
    ),
    { numRuns: 300 },
  );
});

test('fragments of arguments are joined by call and choice, and all else stays byte for byte', () => {
  const call = (index: number, text: string): object => ({ tool_calls: [{ index, function: { arguments: text } }] });
  const lines = [
    chunk(call(0, '{"a":"sk-proj-AbCdEf0123456789AbCd')),
    chunk(call(1, '{"b":1')),
    chunk(call(0, 'Ef0123456789AbCdEf"}')),
    'data: {"choices": [ ] }\r\n\r\n',
    chunk(call(1, '}')),
  ];
  expect(redactEvents(lines.join(''), shapes, FORM)).toBe(
    [chunk(call(0, `{"a":"${REDACTED}`)), lines[1], chunk(call(0, '"}')), lines[3], lines[4]].join(''),
  );
});

test('token lists do not give away what was taken from the text', () => {
  const event = (content: string): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, logprobs: { content: [{ token: content }] } }] })}\n\n`;
  const redacted = redactEvents(event('sk-proj-AbCdEf0123456789AbCd') + event('Ef0123456789AbCdEf'), shapes, FORM);
  expect(redacted).not.toContain('Ef0123456789AbCdEf');
  expect(redacted).toContain('"logprobs":null');
});

test('a secret that a replay could not recognise is found with its path', () => {
  const secret = 'correct-horse-battery';
  const data = { messages: [{ role: 'user', content: `the word is ${secret}` }] };
  expect(findUnrecognisableSecret(data, [secret])).toEqual({ path: 'messages[0].content', secret });
  expect(findUnrecognisableSecret({ [`x ${secret}`]: 1 }, [secret])?.secret).toBe(secret);
  expect(findUnrecognisableSecret(data, [secret], createRedactor({ patterns: [pattern('correct-\\S+')] }))).toBeNull();
  expect(findUnrecognisableSecret({ a: `key ${KEYS[0]}` }, [KEYS[0] as string])).toBeNull();
  expect(findUnrecognisableSecret(data, ['tiny', ''])).toBeNull();
});

import { expect, test } from 'vitest';
import { readBfclResult, toChatCompletion, type BfclResult } from '../../../src/import/bfcl/bfcl-result.ts';

function read(result: string, more = ''): BfclResult {
  const value = readBfclResult(`{"id": "simple_0", "result": ${result}${more}}`);
  if (typeof value === 'string') throw new Error(value);
  return value;
}

test.each<[string, string, readonly string[], BfclResult['calls']]>([
  ['a text', '"No."', ['No.'], []],
  ['an empty text', '""', [''], []],
  ['nothing', '[]', [], []],
  ['a call', '[{"f": "{\\"a\\": 5.0}"}]', [], [{ name: 'f', arguments: '{"a": 5.0}' }]],
  [
    'texts beside calls',
    '["One moment.", {"f": "{}"}, "Done."]',
    ['One moment.', 'Done.'],
    [{ name: 'f', arguments: '{}' }],
  ],
  ['broken arguments', '[{"f": "{\\"a\\": "}]', [], [{ name: 'f', arguments: '{"a": ' }]],
  [
    'arguments as an object, number for number',
    '[{"f": {"a": 5.0, "b": [1e3, 9007199254740993, "é"]}}]',
    [],
    [{ name: 'f', arguments: '{"a":5.0,"b":[1e3,9007199254740993,"é"]}' }],
  ],
  [
    'arguments that are no object',
    '[{"f": null}, {"g": [1]}]',
    [],
    [
      { name: 'f', arguments: 'null' },
      { name: 'g', arguments: '[1]' },
    ],
  ],
  [
    'entries that are no calls count as calls',
    '[5.0, null, {}, ["a"]]',
    [],
    [
      { name: '', arguments: '5.0' },
      { name: '', arguments: 'null' },
      { name: '', arguments: '{}' },
      { name: '', arguments: '["a"]' },
    ],
  ],
  [
    'an entry with two names is no call of either',
    '[{"f": "{}", "g": "{}"}]',
    [],
    [{ name: '', arguments: '{"f":"{}","g":"{}"}' }],
  ],
])('a result: %s', (_name, result, texts, calls) => {
  expect(read(result)).toMatchObject({ id: 'simple_0', texts, calls });
});

test.each([
  ['', { inputTokens: null, outputTokens: null, latencySeconds: null }],
  [
    ', "input_token_count": 10, "output_token_count": 2.0, "latency": 1.25',
    { inputTokens: 10, outputTokens: 2, latencySeconds: 1.25 },
  ],
  [', "input_token_count": [[1]], "latency": "fast"', { inputTokens: null, outputTokens: null, latencySeconds: null }],
  [', "input_token_count": -1, "latency": -1', { inputTokens: null, outputTokens: null, latencySeconds: null }],
])('token counts and latency are read from “%s”', (more, expected) => {
  expect(read('[]', more)).toMatchObject(expected);
});

test.each([
  ['[]', 'expected an object with `id` and `result`'],
  ['{"result": []}', '`id` must be the id of a question'],
  ['{"id": "simple_0"}', '`result` must be a text, or a list of texts and calls `{name: arguments}`'],
  [
    '{"id": "simple_0", "result": {"f": "{}"}}',
    '`result` must be a text, or a list of texts and calls `{name: arguments}`',
  ],
])('what is wrong with %s is said', (line, message) => {
  expect(readBfclResult(line)).toBe(message);
});

test('a line that is no JSON throws', () => {
  expect(() => readBfclResult('{"id": ')).toThrow(SyntaxError);
});

test('calls become a chat completion as a gateway sends it', () => {
  const result = read(
    '["Both:", {"f": "{\\"a\\": 1}"}, {"g": "{}"}]',
    ', "input_token_count": 10, "output_token_count": 2',
  );
  expect(toChatCompletion(result, 'm')).toEqual({
    id: 'bfcl-simple_0',
    object: 'chat.completion',
    created: 0,
    model: 'm',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: 'Both:',
          tool_calls: [
            { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a": 1}' } },
            { id: 'call_2', type: 'function', function: { name: 'g', arguments: '{}' } },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
  });
});

test('texts without calls end the turn; without token counts there is no usage', () => {
  expect(toChatCompletion(read('["One.", "Two."]'), 'm')).toMatchObject({
    choices: [{ message: { role: 'assistant', content: 'One.\nTwo.' }, finish_reason: 'stop' }],
  });
  expect(toChatCompletion(read('[]'), 'm')).not.toHaveProperty('usage');
  expect(toChatCompletion(read('[]'), 'm')).toMatchObject({ choices: [{ message: { content: null } }] });
});

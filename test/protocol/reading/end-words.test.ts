import { expect, test } from 'vitest';
import { END_WORDS, endMeaning } from '../../../src/protocol/reading/end-words.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import { completion, context, jsonResponse } from '../../client/support.ts';

test.each<[string | null, ReturnType<typeof endMeaning>]>([
  ['STOP', 'answered'],
  ['FINISH_REASON_STOP', 'answered'],
  ['end-turn', 'answered'],
  ['Tool_Use', 'calls'],
  ['MAX_TOKENS', 'length'],
  ['model_context_window_exceeded', 'context'],
  ['content_filter: SAFETY', 'filtered'],
  ['BLOCK_REASON_PROHIBITED_CONTENT', 'filtered'],
  ['sensitive', 'filtered'],
  ['function_call_filter: MALFORMED_FUNCTION_CALL', 'malformed-call'],
  ['network_error', 'failed'],
  ['insufficient_system_resource', 'failed'],
  ['pause_turn', 'paused'],
  ['stopwatch', null],
  ['', null],
  [null, null],
])('the word %j means %j', (word, means) => {
  expect(endMeaning(word)).toBe(means);
});

test('no word is in two rows', () => {
  const words = END_WORDS.flatMap((row) => row.words);
  expect(new Set(words).size).toBe(words.length);
});

test('a word that means nothing known is a finding that says so', () => {
  const { findings } = readResponse(jsonResponse(completion({ content: 'a' }, 'fatigue')), context());
  expect(findings).toMatchObject([
    { check: 'finish-reason', message: expect.stringContaining('nothing that is known') },
  ]);
});

test.each([
  ['stop', 'MAX_TOKENS', { ok: true, truncated: true }],
  ['stop', 'SAFETY', { ok: false, error: { code: 'filtered' } }],
  ['content_filter', 'malformed_tool_use', { ok: true, reported: true }],
  ['stop', 'STOP', { ok: true, truncated: false }],
])('a finish_reason %s does not hide the provider\u2019s own %s', (finish, native, wanted) => {
  const body = completion({ content: 'a' });
  const [choice] = body['choices'] as [object];
  const told = { ...body, choices: [{ ...choice, finish_reason: finish, native_finish_reason: native }] };
  expect(readResponse(jsonResponse(told), context({ maxTokens: 9 }))).toMatchObject(wanted);
});

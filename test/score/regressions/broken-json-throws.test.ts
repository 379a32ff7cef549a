import { expect, test } from 'vitest';
import { call, codes, expected, judge, malformedCall, plan } from '../support.ts';

const WANTED = plan([[expected('get_weather', { city: 'Paris' })]]);

test.each([
  ['bad-json', '{"city": Paris}'],
  ['concatenated', '{"city":"Paris"}{"city":"Rome"}'],
  ['double-encoded', '"{\\"city\\":\\"Paris\\"}"'],
  ['truncated', '{"city":"Par'],
  ['empty', ''],
  ['not-an-object', '["Paris"]'],
] as const)('arguments that are %s are a verdict, not an exception', (kind, text) => {
  const verdict = judge(WANTED, [[malformedCall('get_weather', text, kind)], 'done']);
  expect(verdict.problems).toEqual([
    { code: 'malformed-call', path: 'calls[0]', expected: null, actual: text, detail: kind },
  ]);
  expect(verdict.scores).toMatchObject({ selection: 1, arguments: 0, required: 0, valid: 0 });
  expect(verdict.relevance).toBe(0);
});

test('calls of ordered groups inside one response are out of order', () => {
  const ordered = plan([[expected('search_products', { query: 'x' })], [expected('delete_all')]]);
  const search = call('search_products', { query: 'x' });
  expect(codes(judge(ordered, [[call('delete_all'), search], 'done']))).toEqual(['wrong-order']);
  expect(codes(judge(ordered, [[search, call('delete_all')], 'done']))).toEqual(['wrong-order']);
  expect(codes(judge(ordered, [[call('delete_all')], [search], 'done']))).toEqual(['wrong-order']);
  expect(codes(judge(ordered, [[search], [call('delete_all')], 'done']))).toEqual([]);
});

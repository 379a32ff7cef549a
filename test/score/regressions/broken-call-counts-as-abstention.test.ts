import { expect, test } from 'vitest';
import { call, codes, judge, malformedCall, plan } from '../support.ts';

test('a malformed call where none was wanted is no abstention', () => {
  const verdict = judge(plan([]), [[malformedCall('get_weather', '{"city": ', 'bad-json')], 'done']);
  expect(codes(verdict)).toEqual(['malformed-call', 'called-tool']);
  expect(verdict.scores).toMatchObject({ abstention: 0, selection: 0, valid: 0 });
});

test('text beside a call does not turn it into an abstention', () => {
  const verdict = judge(plan([]), [{ calls: [call('delete_all')], text: 'I cannot do that.' }, 'done']);
  expect(verdict.reason).toBe('called-tool');
  expect(verdict.scores.abstention).toBe(0);
});

test('markup of a call in the text is neither a call nor an abstention', () => {
  const verdict = judge(plan([]), [{ text: '<tool_call>{}</tool_call>', reading: { leaked: true } }]);
  expect(verdict.pass).toBe(true);
  expect(verdict.scores.abstention).toBeNull();
});

import { expect, test } from 'vitest';

import type { Summary } from '../../src/domain/run.ts';
import { leadSentence } from '../../src/report/sections/lead-sentence.ts';

const summary = (
  model: string,
  pass: number,
  judged: number,
  interval: Summary['interval'],
  more: Partial<Summary> = {},
): Summary =>
  ({
    model,
    pass,
    judged,
    trials: judged,
    error: 0,
    unrecorded: 0,
    passRate: judged === 0 ? null : pass / judged,
    interval,
    ...more,
  }) as Summary;
const lead = (...summaries: Summary[]): string => leadSentence(summaries, []);

test.each([
  ['No trial was run.', lead()],
  ['Every judged trial passed: 1 trial of 1 model.', lead(summary('a', 1, 1, [0.2, 1]))],
  ['a passed 1 of 3 judged trials, 33.3%.', lead(summary('a', 1, 3, [0.06, 0.79]))],
  ['No model passed any of 4 judged trials.', lead(summary('a', 0, 2, [0, 0.66]), summary('b', 0, 2, [0, 0.66]))],
  [
    'a and b pass most: 50.0% each.',
    lead(summary('a', 1, 2, [0.1, 0.9]), summary('b', 1, 2, [0.1, 0.9]), summary('c', 0, 2, [0, 0.7])),
  ],
  ['b passes most: 90.0% of its judged trials.', lead(summary('a', 1, 10, [0, 0.4]), summary('b', 9, 10, [0.6, 0.98]))],
  [
    'b passes most: 90.0% of its judged trials. The interval of 1 other model overlaps its own.',
    lead(summary('a', 8, 10, [0.49, 0.94]), summary('b', 9, 10, [0.6, 0.98])),
  ],
  [
    'None of 3 trials could be judged: 2 ended in an error, 1 had no recording to replay.',
    lead(summary('a', 0, 0, null, { trials: 3, error: 2, unrecorded: 1 })),
  ],
])('the run in one sentence: %s', (sentence, written) => {
  expect(written).toBe(sentence);
});

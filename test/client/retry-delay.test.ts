import { expect, test } from 'vitest';
import { loadingDelay } from '../../src/client/retry-delay.ts';

test('a model that is being loaded is waited for longer each time, and for a minute in all', () => {
  const waits: number[] = [];
  for (let waited = 0; waited < 60_000; waited += waits.at(-1) ?? 0)
    waits.push(loadingDelay(waits.length + 1, null, waited));
  expect(waits).toEqual([4000, 16_000, 40_000]);
  expect(loadingDelay(1, 90_000, 0)).toBe(60_000);
  expect(loadingDelay(2, 20_000, 50_000)).toBe(10_000);
});

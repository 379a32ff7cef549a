import { expect, test } from 'vitest';
import { randomOf } from '../../bench/simulate-sequential.ts';
import { mcnemarExact } from '../../src/stats/mcnemar.ts';
import { scenariosToDecide } from '../../src/stats/sample-size.ts';
import { visibleDifference } from '../../src/stats/visible-difference.ts';

test('the smallest visible difference is that for which as many pairs are needed', () => {
  for (const [pairs, discordant] of [
    [200, 0.2],
    [1000, 0.3],
    [5000, 0.1],
  ] as const) {
    const difference = visibleDifference(pairs, discordant, 0.05) ?? Number.NaN;
    const b = (pairs * (discordant - difference)) / 2;
    const c = (pairs * (discordant + difference)) / 2;
    expect(Math.abs((scenariosToDecide(pairs, b, c, 0.05) ?? 0) - pairs)).toBeLessThanOrEqual(pairs * 0.01);
  }
});

test('the test does find such a difference in about four of five runs', () => {
  const [pairs, discordant] = [300, 0.25];
  const difference = visibleDifference(pairs, discordant, 0.05) ?? Number.NaN;
  const random = randomOf(9);
  let found = 0;
  for (let run = 0; run < 2000; run++) {
    const counts = { b: 0, c: 0 };
    for (let pair = 0; pair < pairs; pair++) {
      const value = random();
      if (value < (discordant + difference) / 2) counts.c += 1;
      else if (value < discordant) counts.b += 1;
    }
    if (mcnemarExact(counts.b, counts.c) < 0.05) found += 1;
  }
  expect(found / 2000).toBeGreaterThan(0.72);
  expect(found / 2000).toBeLessThan(0.86);
});

test('few pairs show nothing, and a stricter level less', () => {
  expect(visibleDifference(20, 0.2, 0.05)).toBeNull();
  expect(visibleDifference(6, 1, 0.05)).not.toBeNull();
  expect(visibleDifference(5, 1, 0.05)).toBeNull();
  const [loose, strict] = [0.05, 0.005].map((level) => visibleDifference(500, 0.2, level) ?? 0);
  expect(strict).toBeGreaterThan(loose ?? 0);
});

import { expect, test } from 'vitest';
import { shardOf } from '../../src/run/plan.ts';

test('shards share out all ids, and an id stays in its shard', () => {
  const ids = Array.from({ length: 2000 }, (_, i) => `scenario-${i}`);
  const counts = [0, 0, 0, 0];
  for (const id of ids) counts[shardOf(id, 4) - 1]! += 1;
  expect(counts.reduce((a, b) => a + b)).toBe(2000);
  for (const count of counts) expect(count).toBeGreaterThan(400);
  // Fixed values: machines and versions must agree.
  expect(['a', 'b', 'weather-and-umbrella', '北京'].map((id) => shardOf(id, 4))).toMatchInlineSnapshot(`
    [
      3,
      3,
      1,
      2,
    ]
  `);
});

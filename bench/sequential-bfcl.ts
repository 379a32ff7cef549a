/**
 * The sequential test on real tables: every pair of the published BFCL models, its questions in 200 seeded orders, against the exact
 * McNemar test of all questions (5%, not corrected), for twelve seeds; each seed is held to the bounds. `node bench/sequential-bfcl.ts`;
 * exit 1 when a bound is missed. Reads the verdicts of `../shared/bfcl` beside the checkout.
 */
import { existsSync } from 'node:fs';
import { MARGIN, replayBfcl, VERDICTS, type Replayed } from './replay-bfcl-orders.ts';

const SEEDS = [
  2024, 110_000, 220_000, 330_000, 440_000, 550_000, 1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000, 6_000_000,
];
const LEAST_SAME = 0.95;
const MOST_SHARE = 0.4;

let met = true;
function check(held: boolean): string {
  met &&= held;
  return held ? 'ok' : 'MISSED';
}

const isClear = ({ p }: Replayed): boolean => p < 0.005 || p > 0.2;
/** Orders that come to what all questions say. */
const same = ({ full, counts }: Replayed): number =>
  full === 'inconclusive' ? counts.equal + counts.open : counts[full];
const opposite = ({ full, counts }: Replayed): number =>
  full === 'better' ? counts.worse : full === 'worse' ? counts.better : 0;
const meanShare = (pairs: readonly Replayed[]): number =>
  pairs.reduce((sum, { share }) => sum + share, 0) / pairs.length;

/** One pair with the orders of all seeds. */
function pooled(runs: readonly Replayed[]): Replayed {
  const [first] = runs;
  if (first === undefined) throw new Error('there is a seed');
  const counts = { better: 0, worse: 0, equal: 0, open: 0 };
  for (const run of runs)
    for (const key of ['better', 'worse', 'equal', 'open'] as const) counts[key] += run.counts[key];
  return { ...first, orders: runs.reduce((sum, { orders }) => sum + orders, 0), counts, share: meanShare(runs) };
}

function main(): boolean {
  const bySeed = SEEDS.map(replayBfcl);
  const pairs = (bySeed[0] ?? []).map((_, at) => pooled(bySeed.flatMap((all) => all[at] ?? [])));
  console.log(`${pairs.length} pairs, ${pairs[0]?.orders} orders each, margin ${MARGIN}\n`);
  for (const pair of pairs) {
    const { base, candidate, p, full, orders, counts, share } = pair;
    const rate = same(pair) / orders;
    console.log(
      `${candidate} against ${base}: p ${p.toPrecision(2)}, ${full}; better ${counts.better}, worse ${counts.worse}, ` +
        `no larger than the margin ${counts.equal}, open ${counts.open}; share ${share.toFixed(3)}; ` +
        `same ${(rate * 100).toFixed(1)} % ${isClear(pair) ? check(rate >= LEAST_SAME) : '(neither p < .005 nor p > .2)'}` +
        `; opposite ${opposite(pair)} ${check(opposite(pair) === 0)}`,
    );
  }
  console.log('\nBy seed, of 200 orders each: the least share of clear pairs that came to the same, opposite verdicts');
  for (const [at, all] of bySeed.entries()) {
    const least = Math.min(...all.filter(isClear).map((pair) => same(pair) / pair.orders));
    const wrong = all.reduce((sum, pair) => sum + opposite(pair), 0);
    console.log(
      `  ${SEEDS[at]}: ${(least * 100).toFixed(1)} % ${check(least >= LEAST_SAME)}, ${wrong} ${check(wrong === 0)}; ` +
        `mean share ${meanShare(all).toFixed(3)}`,
    );
  }
  const mean = meanShare(pairs);
  console.log(`\nmean share of trials ${mean.toFixed(3)} (at most ${MOST_SHARE}) ${check(mean <= MOST_SHARE)}`);
  return met;
}

if (!existsSync(VERDICTS)) console.error('skipped: the BFCL verdicts beside the checkout are absent');
else if (!main()) process.exitCode = 1;

/**
 * The sequential test on real tables: every pair of the published BFCL models, its questions in 200 seeded orders, against the exact
 * McNemar test of all questions (5 %, not corrected). `node bench/sequential-bfcl.ts`; exit 1 when a bound is missed. Reads the
 * verdicts of `../shared/bfcl` beside the checkout.
 */
import { existsSync } from 'node:fs';
import { MARGIN, replayBfcl, VERDICTS } from './replay-bfcl-orders.ts';

function main(): boolean {
  const pairs = replayBfcl();
  let met = true;
  const check = (held: boolean): string => {
    met &&= held;
    return held ? 'ok' : 'MISSED';
  };
  console.log(`${pairs.length} pairs, ${pairs[0]?.orders} orders each, margin ${MARGIN}\n`);
  for (const { base, candidate, p, full, orders, counts, share } of pairs) {
    const same = full === 'inconclusive' ? counts.equal + counts.open : counts[full];
    const clear = p < 0.005 || p > 0.2;
    const opposite = full === 'better' ? counts.worse : full === 'worse' ? counts.better : 0;
    console.log(
      `${candidate} against ${base}: p ${p.toPrecision(2)}, ${full}; better ${counts.better}, worse ${counts.worse}, ` +
        `no larger than the margin ${counts.equal}, open ${counts.open}; share ${share.toFixed(3)}; ` +
        `same ${((same / orders) * 100).toFixed(1)} % ${clear ? check(same / orders >= 0.95) : '(neither p < .005 nor p > .2)'}` +
        `; opposite ${opposite} ${check(opposite === 0)}`,
    );
  }
  const mean = pairs.reduce((sum, { share }) => sum + share, 0) / pairs.length;
  console.log(`\nmean share of trials ${mean.toFixed(3)} (at most 0.4) ${check(mean <= 0.4)}`);
  return met;
}

if (!existsSync(VERDICTS)) console.error('skipped: the BFCL verdicts beside the checkout are absent');
else if (!main()) process.exitCode = 1;

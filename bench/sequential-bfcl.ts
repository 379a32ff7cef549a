/**
 * The sequential test on real tables: every pair of the published BFCL models, its questions in 200 seeded orders, against the exact
 * McNemar test of all questions (5 %, not corrected). `node bench/sequential-bfcl.ts`; exit 1 when a bound is missed. Reads the
 * verdicts of `../shared/bfcl` beside the checkout.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mcnemarExact } from '../src/stats/mcnemar.ts';
import { sequentialTest, type SequentialVerdict } from '../src/stats/sequential/sequential-test.ts';

const FOLDER = join(import.meta.dirname, '../../shared/bfcl/verdict');
const ORDERS = 200;
/** Of the orders: those of pair i are SEED + 200 i and the next 199. */
const SEED = 2024;
const MARGIN = 0.05;
const LEVEL = 0.05;

/** Outcomes of each model by question; the mutant is no model. */
function readVerdicts(): Map<string, Map<string, boolean>> {
  const files = readdirSync(FOLDER).filter((file) => !file.startsWith('mutant'));
  return new Map(
    files.map((file) => {
      const lines = readFileSync(join(FOLDER, file), 'utf8').trim().split('\n');
      const rows = lines.map((line) => JSON.parse(line) as { id: string; expected: boolean });
      return [file.replace(/\.jsonl$/, ''), new Map(rows.map(({ id, expected }) => [id, expected]))];
    }),
  );
}

/** Fisher–Yates, in place. */
function shuffle(values: Int8Array, seed: number): void {
  const random = xoroshiro128plus(seed);
  for (let last = values.length - 1; last > 0; last--) {
    const at = uniformInt(random, 0, last);
    [values[last], values[at]] = [values[at] ?? 0, values[last] ?? 0];
  }
}

interface Replayed {
  readonly base: string;
  readonly candidate: string;
  readonly p: number;
  /** What all questions say. */
  readonly full: SequentialVerdict | 'inconclusive';
  readonly better: number;
  readonly worse: number;
  readonly equal: number;
  readonly open: number;
  /** Mean share of the questions that it took. */
  readonly share: number;
}

function replay(base: string, candidate: string, differences: Int8Array, seed: number): Replayed {
  const lost = differences.filter((one) => one < 0).length;
  const won = differences.filter((one) => one > 0).length;
  const p = mcnemarExact(lost, won);
  const full = p >= LEVEL ? 'inconclusive' : won > lost ? 'better' : 'worse';
  const counts = { better: 0, worse: 0, equal: 0, open: 0 };
  let taken = 0;
  for (let order = 0; order < ORDERS; order++) {
    const shuffled = differences.slice();
    shuffle(shuffled, seed + order);
    const test = sequentialTest(1, MARGIN);
    for (const one of shuffled) if (!test.decided) test.add(0, one as -1 | 0 | 1);
    const { verdict, pairs } = test.state(0);
    counts[verdict ?? 'open'] += 1;
    taken += pairs;
  }
  return { base, candidate, p, full, ...counts, share: taken / ORDERS / differences.length };
}

function main(): boolean {
  const verdicts = [...readVerdicts()];
  const models = verdicts.flatMap((base, i) => verdicts.slice(i + 1).map((candidate) => [base, candidate] as const));
  const pairs = models.map(([[base, a], [candidate, b]], at) => {
    const shared = [...a.keys()].filter((id) => b.has(id));
    const differences = Int8Array.from(shared, (id) => Number(b.get(id)) - Number(a.get(id)));
    return replay(base, candidate, differences, SEED + at * ORDERS);
  });
  let met = true;
  const check = (held: boolean): string => {
    met &&= held;
    return held ? 'ok' : 'MISSED';
  };
  console.log(`${pairs.length} pairs, ${ORDERS} orders each, margin ${MARGIN}\n`);
  for (const pair of pairs) {
    const { base, candidate, p, full, better, worse, equal, open, share } = pair;
    const same = full === 'inconclusive' ? equal + open : pair[full];
    const clear = p < 0.005 || p > 0.2;
    const opposite = full === 'better' ? worse : full === 'worse' ? better : 0;
    console.log(
      `${candidate} against ${base}: p ${p.toPrecision(2)}, ${full}; ` +
        `better ${better}, worse ${worse}, no larger than the margin ${equal}, open ${open}; share ${share.toFixed(3)}; ` +
        `same ${((same / ORDERS) * 100).toFixed(1)} % ${clear ? check(same / ORDERS >= 0.95) : '(neither p < .005 nor p > .2)'}` +
        `; opposite ${opposite} ${check(opposite === 0)}`,
    );
  }
  const mean = pairs.reduce((sum, { share }) => sum + share, 0) / pairs.length;
  console.log(`\nmean share of trials ${mean.toFixed(3)} (at most 0.4) ${check(mean <= 0.4)}`);
  return met;
}

if (!existsSync(FOLDER)) console.error('skipped: the BFCL verdicts beside the checkout are absent');
else if (!main()) process.exitCode = 1;

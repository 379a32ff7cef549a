import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { mcnemarExact } from '../src/stats/mcnemar.ts';
import { sequentialTest, type SequentialVerdict } from '../src/stats/sequential/sequential-test.ts';

/** The published verdicts, beside the checkout. */
export const VERDICTS: string = join(import.meta.dirname, '../../shared/bfcl/verdict');
const ORDERS = 200;
export const MARGIN = 0.05;
const LEVEL = 0.05;

/** Outcomes of each model by question; the mutant is no model. */
function readVerdicts(): Map<string, Map<string, boolean>> {
  const files = readdirSync(VERDICTS).filter((file) => !file.startsWith('mutant'));
  return new Map(
    files.map((file) => {
      const lines = readFileSync(join(VERDICTS, file), 'utf8').trim().split('\n');
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

/** A pair of models in all its orders. */
export interface Replayed {
  readonly base: string;
  readonly candidate: string;
  readonly p: number;
  /** What all questions say. */
  readonly full: SequentialVerdict | 'inconclusive';
  readonly orders: number;
  /** What the sequential test said, in how many orders. */
  readonly counts: { readonly [verdict in SequentialVerdict | 'open']: number };
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
    const test = sequentialTest(1, MARGIN, differences.length);
    for (const one of shuffled) if (!test.decided) test.add(0, one as -1 | 0 | 1);
    const { verdict, pairs } = test.state(0);
    counts[verdict ?? 'open'] += 1;
    taken += pairs;
  }
  return { base, candidate, p, full, orders: ORDERS, counts, share: taken / ORDERS / differences.length };
}

/** Every pair of models, its questions in 200 orders each; those of pair i have the seeds `seed` + 200 i and the next 199. */
export function replayBfcl(seed: number): Replayed[] {
  const verdicts = [...readVerdicts()];
  const pairs = verdicts.flatMap((base, i) => verdicts.slice(i + 1).map((candidate) => [base, candidate] as const));
  return pairs.map(([[base, a], [candidate, b]], at) => {
    const shared = [...a.keys()].filter((id) => b.has(id));
    const differences = Int8Array.from(shared, (id) => Number(b.get(id)) - Number(a.get(id)));
    return replay(base, candidate, differences, seed + at * ORDERS);
  });
}

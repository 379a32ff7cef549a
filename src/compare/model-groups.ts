import type { TrialRow } from '../domain/run.ts';
import { alikeGroups } from '../stats/alike-groups.ts';
import { holm } from '../stats/holm.ts';
import { signFlip } from '../stats/sign-flip.ts';
import { ALPHA, type ModelGroups } from './comparison.ts';

/** Counts the trials of a run, which must come sorted by scenario. Its size depends only on the number of models. */
export interface GroupTally {
  add(row: TrialRow): void;
  /** The groups; null with fewer than two models that have a judged trial. */
  finish(): ModelGroups | null;
}

interface PairCounts {
  readonly sizes: Map<number, number>;
  total: number;
  pairs: number;
}

/** Most models that are grouped, because the number of pairs grows with their square. */
const MOST_MODELS = 200;

/**
 * A tally of all pairs of models. Trials are paired by scenario and number, and a pair with an error is left out. Two models
 * differ significantly when the exact sign-flip test over scenarios says so after Holm's correction over all pairs. With one
 * trial a scenario it equals McNemar's test.
 */
export function groupTally(): GroupTally {
  const counts = new Map<string, Map<string, PairCounts>>();
  const rates = new Map<string, { judged: number; passes: number }>();
  let scenario: string | null = null;
  let outcomes = new Map<string, Map<number, boolean>>();
  const flush = (): void => {
    const models = [...outcomes];
    for (const [at, [a, first]] of models.entries()) {
      for (const [b, second] of models.slice(at + 1)) addPair(pairOf(counts, a, b), first, second, a < b ? 1 : -1);
    }
    outcomes = new Map();
  };
  return {
    add({ scenario: id, model, trial, status }) {
      if (id !== scenario) {
        flush();
        scenario = id;
      }
      if (status !== 'pass' && status !== 'fail') return;
      if (!outcomes.has(model) && outcomes.size >= MOST_MODELS) return;
      const rate = rates.get(model) ?? { judged: 0, passes: 0 };
      rates.set(model, { judged: rate.judged + 1, passes: rate.passes + Number(status === 'pass') });
      const known = outcomes.get(model);
      if (known === undefined) outcomes.set(model, new Map([[trial, status === 'pass']]));
      else known.set(trial, status === 'pass');
    },
    finish() {
      flush();
      const best = [...rates].sort(([, a], [, b]) => b.passes / b.judged - a.passes / a.judged);
      return group(
        best.map(([model]) => model),
        counts,
      );
    },
  };
}

function group(
  models: readonly string[],
  counts: ReadonlyMap<string, ReadonlyMap<string, PairCounts>>,
): ModelGroups | null {
  if (models.length < 2) return null;
  const pairs = models.flatMap((a, i) =>
    models.slice(i + 1).map((b, j) => ({ a: i, b: i + 1 + j, names: [a, b].sort() })),
  );
  const tests = pairs.map(({ names: [a = '', b = ''] }) => counts.get(a)?.get(b));
  const adjusted = holm(tests.map((test) => (test === undefined || test.pairs === 0 ? null : signFlip(test))));
  // Two models without a common trial have no p-value, and do not count as alike.
  const alike = new Set(pairs.flatMap(({ a, b }, at) => ((adjusted[at] ?? 0) >= ALPHA ? [`${a} ${b}`] : [])));
  const groups = alikeGroups(models.length, (a, b) => !alike.has(`${Math.min(a, b)} ${Math.max(a, b)}`));
  const tested = adjusted.filter((p) => p !== null).length;
  return {
    pairs: tested,
    apart: tested - alike.size,
    groups: groups.map((members) => members.map((at) => models[at] ?? '')),
  };
}

function pairOf(counts: Map<string, Map<string, PairCounts>>, a: string, b: string): PairCounts {
  const [first, second] = a < b ? [a, b] : [b, a];
  let others = counts.get(first);
  if (others === undefined) counts.set(first, (others = new Map()));
  let pair = others.get(second);
  if (pair === undefined) others.set(second, (pair = { sizes: new Map(), total: 0, pairs: 0 }));
  return pair;
}

function addPair(
  to: PairCounts,
  first: ReadonlyMap<number, boolean>,
  second: ReadonlyMap<number, boolean>,
  sign: 1 | -1,
): void {
  let sum = 0;
  for (const [trial, passed] of first) {
    const other = second.get(trial);
    if (other === undefined) continue;
    to.pairs += 1;
    sum += Number(other) - Number(passed);
  }
  if (sum === 0) return;
  to.total += sign * sum;
  to.sizes.set(Math.abs(sum), (to.sizes.get(Math.abs(sum)) ?? 0) + 1);
}

import type { TrialRow } from '../../domain/run.ts';
import { holm } from '../../stats/holm.ts';
import { signFlip } from '../../stats/sign-flip.ts';
import { ALPHA, type SelectionPair, type SelectionTest } from '../comparison.ts';
import { judged } from '../pair-tally.ts';
import { rangeOf, type WantedCalls } from './wanted-calls.ts';

/** Counts over pairs of trials: in how many did each side call the right tools. */
interface Counts {
  n: number;
  scenarios: number;
  base: number;
  candidate: number;
  /** Number of scenarios by the difference of their right trials, for the sign-flip test. */
  readonly sizes: Map<number, number>;
  total: number;
}

/** Counts for each tool in which trials it was called as wanted, for two models or for one model in two runs. */
export interface SelectionTally {
  readonly base: string;
  readonly candidate: string;
  /** Adds pairs of trials of one scenario. */
  add(wanted: WantedCalls, pairs: readonly (readonly [TrialRow, TrialRow])[]): void;
  /** The finished tally; null without a pair of judged trials. */
  finish(): (Omit<SelectionPair, 'overall'> & { readonly overall: Counted }) | null;
}

export type Counted = Omit<SelectionTest, 'pAdjusted' | 'verdict'>;

/**
 * An empty tally. A tool is right in a trial that calls it as often as the scenario wants, which for most tools is never. A
 * tool counts in the scenarios that want it and in those where either side called it.
 */
export function selectionTally(base: string, candidate: string): SelectionTally {
  const overall = newCounts();
  const tools = new Map<string, Counts>();
  return {
    base,
    candidate,
    add(wanted, pairs) {
      const both = pairs.filter(([before, after]) => judged(before) && judged(after));
      if (both.length === 0) return;
      const called = new Set(
        both.flatMap(([before, after]) => [...before.calls, ...after.calls].map(({ name }) => name)),
      );
      const names = new Set([...wanted.tools.keys(), ...called]);
      const isRight = (row: TrialRow, name: string): boolean => {
        const made = row.calls.filter((call) => call.name === name).length;
        const [least, most] = rangeOf(wanted, name);
        return made >= least && made <= most;
      };
      addScenario(
        overall,
        both.map(([before, after]) => [
          [...names].every((name) => isRight(before, name)),
          [...names].every((name) => isRight(after, name)),
        ]),
      );
      for (const name of names) {
        const counts = tools.get(name) ?? newCounts();
        tools.set(name, counts);
        addScenario(
          counts,
          both.map(([before, after]) => [isRight(before, name), isRight(after, name)]),
        );
      }
    },
    finish() {
      if (overall.n === 0) return null;
      const rows = [...tools].map(([tool, counts]) => ({ tool, ...counted(counts) }));
      const adjusted = holm(rows.map(({ p }) => p));
      const tested = rows.map((row, i) => ({ ...row, ...verdict(row, adjusted[i] ?? null) }));
      return { base, candidate, overall: counted(overall), tools: tested.sort(byP) };
    },
  };
}

/** The finished pairs. P-values of the pairs are corrected together, those of tools within their pair. */
export function finishSelection(tallies: readonly SelectionTally[]): readonly SelectionPair[] {
  const pairs = tallies.flatMap((tally) => tally.finish() ?? []);
  const adjusted = holm(pairs.map(({ overall }) => overall.p));
  return pairs.map((pair, i) => ({
    ...pair,
    overall: { ...pair.overall, ...verdict(pair.overall, adjusted[i] ?? null) },
  }));
}

function newCounts(): Counts {
  return { n: 0, scenarios: 0, base: 0, candidate: 0, sizes: new Map(), total: 0 };
}

function addScenario(counts: Counts, pairs: readonly (readonly [boolean, boolean])[]): void {
  let sum = 0;
  for (const [before, after] of pairs) {
    counts.n += 1;
    counts.base += Number(before);
    counts.candidate += Number(after);
    sum += Number(after) - Number(before);
  }
  counts.scenarios += 1;
  counts.total += sum;
  if (sum !== 0) counts.sizes.set(Math.abs(sum), (counts.sizes.get(Math.abs(sum)) ?? 0) + 1);
}

function counted({ n, scenarios, base, candidate, sizes, total }: Counts): Counted {
  return { n, scenarios, base: base / n, candidate: candidate / n, p: signFlip({ sizes, total }) };
}

function verdict(row: Counted, pAdjusted: number | null): Pick<SelectionTest, 'pAdjusted' | 'verdict'> {
  const decided = pAdjusted !== null && pAdjusted < ALPHA && row.candidate !== row.base;
  return { pAdjusted, verdict: decided ? (row.candidate > row.base ? 'better' : 'worse') : 'inconclusive' };
}

/** Sorts by p-value, then by name. */
function byP(a: { p: number | null; tool: string }, b: { p: number | null; tool: string }): number {
  return (a.p ?? 1) - (b.p ?? 1) || (a.tool < b.tool ? -1 : 1);
}

import type { TrialRow } from '../domain/run.ts';
import { clusterBootstrap } from '../stats/bootstrap.ts';
import { addItem, emptyListing, type Listing } from './bounded.ts';
import { ALPHA, type Pair, type VerdictWord } from './comparison.ts';
import { holm } from '../stats/holm.ts';
import { mcnemarExact } from '../stats/mcnemar.ts';
import { clustersToDecide, scenariosToDecide } from '../stats/sample-size.ts';
import { differencesOf, signFlip } from '../stats/sign-flip.ts';

/** Counts the pairs of trials of two models. Its memory is two numbers for each scenario. */
export interface PairTally {
  readonly base: string;
  readonly candidate: string;
  bothPass: number;
  basePassOnly: number;
  candidatePassOnly: number;
  bothFail: number;
  error: number;
  unrecorded: number;
  baseOnly: number;
  candidateOnly: number;
  readonly dropped: Listing<string>;
  readonly sums: number[];
  readonly sizes: number[];
}

/** An empty tally for two models, by name. */
export function pairTally(base: string, candidate: string): PairTally {
  return {
    base,
    candidate,
    bothPass: 0,
    basePassOnly: 0,
    candidatePassOnly: 0,
    bothFail: 0,
    error: 0,
    unrecorded: 0,
    baseOnly: 0,
    candidateOnly: 0,
    dropped: emptyListing(),
    sums: [],
    sizes: [],
  };
}

/** Adds the trials of one scenario, paired by number. A trial with an error or without a recording leaves its pair out. */
export function addPairs(
  tally: PairTally,
  scenario: string,
  base: readonly TrialRow[],
  candidate: readonly TrialRow[],
): void {
  const others = new Map(candidate.map((row) => [row.trial, row]));
  let sum = 0;
  let size = 0;
  let dropped = 0;
  for (const row of base) {
    const other = others.get(row.trial);
    others.delete(row.trial);
    const kept = other !== undefined && judged(row) && judged(other);
    if (!kept) {
      dropped += 1;
      if (other === undefined) tally.baseOnly += 1;
      else if (row.status === 'error' || other.status === 'error') tally.error += 1;
      else tally.unrecorded += 1;
      continue;
    }
    size += 1;
    sum += count(tally, row.status === 'pass', other.status === 'pass');
  }
  tally.candidateOnly += others.size;
  if (dropped + others.size > 0) addItem(tally.dropped, () => scenario);
  if (size === 0) return;
  tally.sums.push(sum);
  tally.sizes.push(size);
}

/** The finished pairs. Their p-values are corrected together. */
export function finishPairs(tallies: readonly PairTally[]): Pair[] {
  const tested = tallies.map((tally) => ({ tally, ...test(tally) }));
  const ps = tested.map(({ p }) => p);
  const adjusted = holm(ps);
  return tested.map(({ tally, ...result }, at) => {
    const pAdjusted = adjusted[at] ?? null;
    const verdict = verdictOf(pAdjusted, result.difference);
    const { base, candidate, bothPass, basePassOnly, candidatePassOnly, bothFail } = tally;
    return {
      base,
      candidate,
      n: bothPass + basePassOnly + candidatePassOnly + bothFail,
      scenarios: tally.sizes.length,
      bothPass,
      basePassOnly,
      candidatePassOnly,
      bothFail,
      difference: result.difference,
      interval: result.interval,
      test: result.test,
      p: result.p,
      pAdjusted,
      verdict,
      moreScenarios: verdict === 'inconclusive' ? furtherScenarios(tally, result.test, holmLevel(result.p, ps)) : null,
      dropped: {
        error: tally.error,
        unrecorded: tally.unrecorded,
        baseOnly: tally.baseOnly,
        candidateOnly: tally.candidateOnly,
        scenarios: tally.dropped,
      },
    };
  });
}

/** True for a trial that passed or failed; false for an error and without a recording. */
export function judged(row: TrialRow): boolean {
  return row.status === 'pass' || row.status === 'fail';
}

/** Counts a pair. Returns candidate minus base: 1, 0 or −1. */
function count(tally: PairTally, base: boolean, candidate: boolean): number {
  if (base && candidate) tally.bothPass += 1;
  else if (base) tally.basePassOnly += 1;
  else if (candidate) tally.candidatePassOnly += 1;
  else tally.bothFail += 1;
  return Number(candidate) - Number(base);
}

type Tested = Pick<Pair, 'difference' | 'interval' | 'test' | 'p'>;

function test(tally: PairTally): Tested {
  const { basePassOnly: b, candidatePassOnly: c } = tally;
  const n = tally.bothPass + b + c + tally.bothFail;
  const clustered = tally.sizes.some((size) => size > 1);
  const kind = clustered ? 'sign-flip' : 'mcnemar';
  if (n === 0) return { difference: null, interval: null, test: kind, p: null };
  const difference = (c - b) / n;
  if (clustered) {
    return { difference, interval: clusterBootstrap(tally), test: kind, p: signFlip(differencesOf(tally.sums)) };
  }
  return { difference, interval: differenceInterval(n, b, c), test: kind, p: mcnemarExact(b, c) };
}

/**
 * 95% interval of a difference of paired proportions: Wald's interval after two pairs are added (Bonett & Price 2012). `b` and `c`
 * are the pairs that only the base or only the candidate passed.
 */
function differenceInterval(n: number, b: number, c: number): readonly [number, number] {
  const pb = (b + 1) / (n + 2);
  const pc = (c + 1) / (n + 2);
  const half = 1.959964 * Math.sqrt((pb + pc - (pc - pb) ** 2) / (n + 2));
  return [Math.max(-1, pc - pb - half), Math.min(1, pc - pb + half)];
}

function verdictOf(pAdjusted: number | null, difference: number | null): VerdictWord {
  if (pAdjusted === null || difference === null || pAdjusted >= ALPHA || difference === 0) return 'inconclusive';
  return difference > 0 ? 'better' : 'worse';
}

/** The level at which Holm's correction tests a p-value of a family: 5% by the number of p-values that are no smaller. */
function holmLevel(p: number | null, family: readonly (number | null)[]): number {
  return ALPHA / Math.max(1, family.filter((other) => other !== null && p !== null && other >= p).length);
}

function furtherScenarios(tally: PairTally, kind: Pair['test'], level: number): number | null {
  const have = tally.sizes.length;
  const needed =
    kind === 'mcnemar'
      ? scenariosToDecide(have, tally.basePassOnly, tally.candidatePassOnly, level)
      : clustersToDecide(
          tally.sums.map((sum, at) => sum / (tally.sizes[at] ?? 1)),
          level,
        );
  return needed === null ? null : Math.max(1, needed - have);
}

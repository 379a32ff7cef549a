import { ALPHA, type Drift } from './comparison.ts';
import { mcnemarExact } from '../stats/mcnemar.ts';

/** A tenth: a smaller move of the median is called the same, however sure it is. */
const NOTABLE = 1.1;

/** Collects how a measure of a model moved, a number a cell. */
export interface DriftTally {
  readonly ratios: number[];
  more: number;
  less: number;
}

/** A tally without any cell yet. */
export function driftTally(): DriftTally {
  return { ratios: [], more: 0, less: 0 };
}

/** Adds a cell; one that lacks the measure in a run, or had nothing to grow from, does not count. */
export function addDrift(tally: DriftTally, base: number | null, candidate: number | null): void {
  if (base === null || candidate === null || base <= 0) return;
  tally.ratios.push(candidate / base);
  if (candidate > base) tally.more += 1;
  if (candidate < base) tally.less += 1;
}

/** Null without a cell that has the measure in both runs. */
export function finishDrift(model: string, { ratios, more, less }: DriftTally): Drift | null {
  if (ratios.length === 0) return null;
  ratios.sort((a, b) => a - b);
  const medianRatio = ((ratios[(ratios.length - 1) >> 1] ?? 1) + (ratios[ratios.length >> 1] ?? 1)) / 2;
  const p = mcnemarExact(less, more);
  const moved = p < ALPHA && (medianRatio >= NOTABLE || medianRatio <= 1 / NOTABLE);
  const verdict = moved ? (medianRatio > 1 ? 'more' : 'less') : 'same';
  return { model, cells: ratios.length, medianRatio, more, less, p, verdict };
}

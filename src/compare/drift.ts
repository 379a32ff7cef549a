import { ALPHA, type Drift } from './comparison.ts';
import { mcnemarExact } from '../stats/mcnemar.ts';

/** A median that moves by less than a tenth counts as the same, however small p is. */
const NOTABLE = 1.1;

/** Collects how a measure of a model moved: one ratio for each scenario. */
export interface DriftTally {
  readonly ratios: number[];
  more: number;
  less: number;
}

/** An empty tally. */
export function driftTally(): DriftTally {
  return { ratios: [], more: 0, less: 0 };
}

/** Adds a scenario. It does not count where a run lacks the measure, or where the base is 0. */
export function addDrift(tally: DriftTally, base: number | null, candidate: number | null): void {
  if (base === null || candidate === null || base <= 0) return;
  tally.ratios.push(candidate / base);
  if (candidate > base) tally.more += 1;
  if (candidate < base) tally.less += 1;
}

/** The finished tally; null without a counted scenario. */
export function finishDrift(model: string, { ratios, more, less }: DriftTally): Drift | null {
  if (ratios.length === 0) return null;
  ratios.sort((a, b) => a - b);
  const medianRatio = ((ratios[(ratios.length - 1) >> 1] ?? 1) + (ratios[ratios.length >> 1] ?? 1)) / 2;
  const p = mcnemarExact(less, more);
  const moved = p < ALPHA && (medianRatio >= NOTABLE || medianRatio <= 1 / NOTABLE);
  const verdict = moved ? (medianRatio > 1 ? 'more' : 'less') : 'same';
  return { model, cells: ratios.length, medianRatio, more, less, p, verdict };
}

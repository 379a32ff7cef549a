import type { TrialRow } from '../../domain/run.ts';
import { list, listing, type Listing } from '../bounded.ts';
import { byScenario } from '../by-scenario.ts';
import { foldCell } from '../cell.ts';

/** A scenario × model that passes a smaller share of its judged trials than its floor. */
export interface BelowFloor {
  readonly scenario: string;
  readonly model: string;
  readonly pass: number;
  /** 0 where nothing could be judged. */
  readonly judged: number;
  /** 0..1. */
  readonly floor: number;
}

export interface EachFloorResult {
  readonly gate: 'each-floor';
  /** What set the floors, as a person wrote it: `--min-pass each=0.9`. */
  readonly name: string;
  readonly met: boolean;
  /** Scenarios × models with a floor. */
  readonly checked: number;
  readonly below: Listing<BelowFloor>;
}

/** Holds every scenario × model against a floor of its own; null for one without. Not met where nothing has a floor. */
export function checkEachFloor(
  name: string,
  trials: Iterable<TrialRow>,
  floorOf: (scenario: string) => number | null,
): EachFloorResult {
  const below = listing<BelowFloor>();
  let checked = 0;
  for (const { scenario, byModel } of byScenario(trials)) {
    const floor = floorOf(scenario);
    if (floor === null) continue;
    for (const [model, rows] of byModel) {
      checked += 1;
      const { pass, judged } = foldCell(rows);
      if (judged === 0 || !reaches(pass, judged, floor)) {
        list(below, () => ({ scenario, model, pass, judged, floor }));
      }
    }
  }
  return { gate: 'each-floor', name, met: checked > 0 && below.total === 0, checked, below };
}

/** Whether so many of the judged reach a rate. Counts decide, as a rate that was divided and rounded could miss a gate it reaches exactly. */
export function reaches(pass: number, judged: number, rate: number): boolean {
  return pass >= rate * judged - 1e-9 * judged;
}

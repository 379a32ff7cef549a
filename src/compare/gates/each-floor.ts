import type { TrialRow } from '../../domain/run.ts';
import { addItem, emptyListing, type Listing } from '../bounded.ts';
import { byScenario } from '../by-scenario.ts';
import { foldCell } from '../cell.ts';

/** A scenario × model that passes a smaller share of its judged trials than its floor. */
export interface BelowFloor {
  readonly scenario: string;
  readonly model: string;
  readonly pass: number;
  /** Number of judged trials; 0 where none could be judged. */
  readonly judged: number;
  /** The share that must pass, 0..1. */
  readonly floor: number;
}

export interface EachFloorResult {
  readonly gate: 'each-floor';
  /** The option that sets the floors, as the user wrote it: `--min-pass each=0.9`. */
  readonly name: string;
  readonly met: boolean;
  /** Number of scenarios × models with a floor. */
  readonly checked: number;
  readonly below: Listing<BelowFloor>;
}

/**
 * Compares every scenario × model with the floor of its scenario. `floorOf` returns null for a scenario without a floor. Not
 * met where no scenario has one.
 */
export function checkEachFloor(
  name: string,
  trials: Iterable<TrialRow>,
  floorOf: (scenario: string) => number | null,
): EachFloorResult {
  const below = emptyListing<BelowFloor>();
  let checked = 0;
  for (const { scenario, byModel } of byScenario(trials)) {
    const floor = floorOf(scenario);
    if (floor === null) continue;
    for (const [model, rows] of byModel) {
      checked += 1;
      const { pass, judged } = foldCell(rows);
      if (judged === 0 || !reaches(pass, judged, floor)) {
        addItem(below, () => ({ scenario, model, pass, judged, floor }));
      }
    }
  }
  return { gate: 'each-floor', name, met: checked > 0 && below.total === 0, checked, below };
}

/**
 * True when `pass` of `judged` trials reach a rate. Counts are compared, because rounding in a division could miss a rate that
 * is reached exactly.
 */
export function reaches(pass: number, judged: number, rate: number): boolean {
  return pass >= rate * judged - 1e-9 * judged;
}

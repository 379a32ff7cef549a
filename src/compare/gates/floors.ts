import type { ScenarioRow, TrialRow } from '../../domain/run.ts';

/** One scenario × model, compared with the scenario's `min_pass`. */
export interface FloorCheck {
  readonly scenario: string;
  readonly model: string;
  /** The scenario's `min_pass`, 0..1. */
  readonly required: number;
  readonly judged: number;
  readonly pass: number;
  readonly met: boolean;
}

export interface FloorResult {
  readonly gate: 'floors';
  readonly met: boolean;
  /** Checks by scenario, then by model, in the order of the trials. */
  readonly checks: readonly FloorCheck[];
}

/** True when a scenario sets `min_pass`. */
export function hasFloors(scenarios: readonly ScenarioRow[]): boolean {
  return scenarios.some(({ minPass }) => minPass !== undefined);
}

/** Compares each scenario that sets `min_pass` with it, for each model. Not met where no trial was judged. */
export function checkFloors(scenarios: readonly ScenarioRow[], trials: Iterable<TrialRow>): FloorResult {
  const floors = new Map(scenarios.flatMap(({ id, minPass }) => (minPass === undefined ? [] : [[id, minPass]])));
  const counts = new Map<string, { scenario: string; model: string; required: number; judged: number; pass: number }>();
  for (const { scenario, model, status } of trials) {
    const required = floors.get(scenario);
    if (required === undefined) continue;
    const key = JSON.stringify([scenario, model]);
    const count = counts.get(key) ?? { scenario, model, required, judged: 0, pass: 0 };
    counts.set(key, count);
    if (status === 'pass' || status === 'fail') count.judged += 1;
    if (status === 'pass') count.pass += 1;
  }
  const checks = [...counts.values()].map((count): FloorCheck => ({ ...count, met: isMet(count) }));
  return { gate: 'floors', met: checks.every(({ met }) => met), checks };
}

/** Counts are compared, because rounding in a division could miss a floor that is reached exactly. */
function isMet({ judged, pass, required }: Omit<FloorCheck, 'met'>): boolean {
  return judged > 0 && pass >= required * judged - 1e-9 * judged;
}

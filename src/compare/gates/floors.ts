import type { ScenarioRow, TrialRow } from '../../domain/run.ts';

/** One scenario with one model held against the scenario's own floor. */
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
  /** By scenario, then by model, in the order of the trials. */
  readonly checks: readonly FloorCheck[];
}

/** Whether any of the scenarios sets a floor. */
export function hasFloors(scenarios: readonly ScenarioRow[]): boolean {
  return scenarios.some(({ minPass }) => minPass !== undefined);
}

/** Holds each scenario that sets `min_pass` against it, with every model by itself. Not met where nothing was judged. */
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

/** Counts decide, as a rate that was divided and rounded could miss a floor it reaches exactly. */
function isMet({ judged, pass, required }: Omit<FloorCheck, 'met'>): boolean {
  return judged > 0 && pass >= required * judged - 1e-9 * judged;
}

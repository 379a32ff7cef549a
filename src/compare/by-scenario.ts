import { TooltapeError } from '../domain/errors.ts';
import type { TrialRow } from '../domain/run.ts';

/** All trials of one scenario. */
export interface ScenarioTrials {
  readonly scenario: string;
  /** Trials by model name, in the order of the run file. */
  readonly byModel: ReadonlyMap<string, readonly TrialRow[]>;
}

/**
 * Groups trials by scenario, and holds one scenario in memory at a time. Errors: RUN_FILE when the trials are not sorted by
 * scenario id.
 */
export function* byScenario(trials: Iterable<TrialRow>): Generator<ScenarioTrials> {
  let scenario: string | null = null;
  let byModel = new Map<string, TrialRow[]>();
  for (const row of trials) {
    if (row.scenario !== scenario) {
      if (scenario !== null) {
        if (row.scenario < scenario) throw unsorted(scenario, row.scenario);
        yield { scenario, byModel };
      }
      scenario = row.scenario;
      byModel = new Map();
    }
    const rows = byModel.get(row.model);
    if (rows === undefined) byModel.set(row.model, [row]);
    else rows.push(row);
  }
  if (scenario !== null) yield { scenario, byModel };
}

/** Walks two runs by scenario. The side that does not hold a scenario is null. */
export function* alignScenarios(
  base: Iterable<TrialRow>,
  candidate: Iterable<TrialRow>,
): Generator<readonly [ScenarioTrials | null, ScenarioTrials | null]> {
  const left = byScenario(base);
  const right = byScenario(candidate);
  let a = left.next();
  let b = right.next();
  while (a.done !== true || b.done !== true) {
    if (a.done !== true && (b.done === true || a.value.scenario < b.value.scenario)) {
      yield [a.value, null];
      a = left.next();
    } else if (b.done !== true && (a.done === true || b.value.scenario < a.value.scenario)) {
      yield [null, b.value];
      b = right.next();
    } else if (a.done !== true && b.done !== true) {
      yield [a.value, b.value];
      a = left.next();
      b = right.next();
    }
  }
}

function unsorted(before: string, after: string): TooltapeError {
  return new TooltapeError(
    'RUN_FILE',
    `The trials are not sorted by scenario: ${JSON.stringify(after)} stands after ${JSON.stringify(before)}.`,
    { remedy: 'Run again, or name another run file.' },
  );
}

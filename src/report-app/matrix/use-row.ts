import { useEffect, useState } from 'preact/hooks';

import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import type { ReportIndex } from '../../report/reporters/html-index.ts';
import { readScenario, readTrial } from '../data/data.ts';

/** A value that is on its way, has come, or could not be read. */
export interface Loading<T> {
  readonly value: T | null;
  readonly error: string | null;
}

/** The trial at a position; nothing for null. */
export function useTrial(index: ReportIndex, position: number | null): Loading<TrialRow> {
  return useRow(position, (at) => readTrial(index, at));
}

export function useScenario(index: ReportIndex, scenario: number): Loading<ScenarioRow> {
  return useRow(scenario, (at) => readScenario(index, at));
}

/** The latest value stays until the next has come, so that moving on does not flicker. */
function useRow<T>(position: number | null, read: (position: number) => Promise<T | null>): Loading<T> {
  const [state, setState] = useState<Loading<T>>({ value: null, error: null });
  useEffect(() => {
    if (position === null) return;
    let current = true;
    read(position).then(
      (value) => current && setState({ value, error: null }),
      (error: unknown) =>
        current && setState({ value: null, error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, [position]);
  return state;
}

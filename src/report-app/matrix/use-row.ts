import { useEffect, useState } from 'preact/hooks';

import type { Interaction } from '../../domain/recording.ts';
import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import type { Matrix } from '../data/matrix-data.ts';
import { readExchanges, readScenario, readTrial } from '../data/data.ts';

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

/** The scenario as it stood in the older run; as it stands now, where there is none. */
export function useOlderScenario({ older }: Matrix, scenario: number, now: Loading<ScenarioRow>): Loading<ScenarioRow> {
  const there = older?.scenarios[scenario] ?? -1;
  const found = useRow(there === -1 ? null : there, async (at) =>
    older === null ? null : readScenario(older.matrix.index, at),
  );
  return there === -1 ? now : found;
}

/** What was recorded of a trial, once it is wanted; `hash` is that of its recording. */
export function useExchanges(
  index: ReportIndex,
  position: number,
  hash: string | null,
  wanted: boolean,
): Loading<Exchanges> {
  return useRow(wanted ? position : null, async (at) => ({ list: await readExchanges(index, at, hash ?? '') }));
}

/** Null where they are not at hand. */
export interface Exchanges {
  readonly list: readonly Interaction[] | null;
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

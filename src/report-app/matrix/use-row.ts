import { useEffect, useState } from 'preact/hooks';

import type { Interaction } from '../../domain/recording.ts';
import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import type { Matrix } from '../data/matrix-data.ts';
import { readExchanges, readScenario, readTrial } from '../data/data.ts';

/** A value that loads from the page or the server. Both fields are null until the first load ends. */
export interface Loading<T> {
  readonly value: T | null;
  readonly error: string | null;
}

/** Returns the trial at a position in the run. A null position loads nothing. */
export function useTrial(index: ReportIndex, position: number | null): Loading<TrialRow> {
  return useRow(position, (at) => readTrial(index, at));
}

export function useScenario(index: ReportIndex, scenario: number): Loading<ScenarioRow> {
  return useRow(scenario, (at) => readScenario(index, at));
}

/** Returns the scenario as the older run has it; `now` when the older run lacks the scenario. */
export function useOlderScenario({ older }: Matrix, scenario: number, now: Loading<ScenarioRow>): Loading<ScenarioRow> {
  const there = older?.scenarios[scenario] ?? -1;
  const found = useRow(there === -1 ? null : there, async (at) =>
    older === null ? null : readScenario(older.matrix.index, at),
  );
  return there === -1 ? now : found;
}

/** Returns the recorded requests and responses of a trial. `wanted` starts the loading. `hash` is the hash of the recording. */
export function useExchanges(
  index: ReportIndex,
  position: number,
  hash: string | null,
  wanted: boolean,
): Loading<Exchanges> {
  return useRow(wanted ? position : null, async (at) => ({ list: await readExchanges(index, at, hash ?? '') }));
}

/** `list` is null when neither the page nor a server holds the requests and responses. */
export interface Exchanges {
  readonly list: readonly Interaction[] | null;
}

/** Returns the row at a position. The previous row stays until the next one has loaded, so that the sheet does not flicker. */
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

import type { Interaction } from '../../../domain/recording.ts';
import type { TrialRow } from '../../../domain/run.ts';
import type { Recordings } from '../../source.ts';
import { chunkIslands } from './islands.ts';
import type { RawIndex } from './report-index.ts';

/** Characters of JSON for the requests and responses of all trials: they compress to about a tenth. */
const LIMIT = 4_000_000;
/** For one trial: a single conversation with images leaves room for others. */
const TRIAL_LIMIT = 400_000;
/** Scenarios × models that are asked for the date of their recording. */
const DATED = 20_000;

/** Collects the requests and responses of trials, failed ones first, until the page reaches its limit. */
export interface RawCounter {
  /** Called with each trial of the run, in order. */
  add(row: TrialRow, position: number): void;
  /** The islands, once every trial was added; `trials` gives the trials again, for those that passed. */
  finish(id: string, trials: Iterable<TrialRow>): Generator<string>;
  /** After the last island. */
  index(): RawIndex;
  recorded(): { readonly from: string; readonly to: string } | null;
}

export function rawCounter(recordings: Recordings): RawCounter {
  const taken = new Map<number, readonly Interaction[]>();
  const chunks: number[] = [];
  let size = 0;
  let left = 0;
  let gone = 0;
  let cells = 0;
  let cell = '';
  let from: string | null = null;
  let to: string | null = null;
  /** False where the page is full. */
  const take = (row: TrialRow, position: number): boolean => {
    if (size >= LIMIT) return false;
    const exchanges = recordings.exchangesOf(row);
    if (exchanges === null) {
      gone += 1;
      return true;
    }
    const length = JSON.stringify(exchanges).length;
    if (length > TRIAL_LIMIT || size + length > LIMIT) return false;
    size += length;
    taken.set(position, exchanges);
    return true;
  };
  return {
    add(row, position) {
      const name = `${row.scenario}\n${row.model}`;
      if (name !== cell && cells < DATED) {
        cell = name;
        cells += 1;
        const date = recordings.recordedAt(row.scenario, row.model);
        if (date !== null && (from === null || date < from)) from = date;
        if (date !== null && (to === null || date > to)) to = date;
      }
      if (asksForALook(row) && !take(row, position)) left += 1;
    },
    *finish(id, trials) {
      let position = 0;
      for (const row of trials) {
        if (size >= LIMIT) break;
        if (!asksForALook(row) && row.recordingHash !== null) take(row, position);
        position += 1;
      }
      yield* chunkIslands(id, taken.values(), chunks);
    },
    index: () => ({ positions: [...taken.keys()], chunks, limit: LIMIT, trialLimit: TRIAL_LIMIT, left, gone }),
    recorded: () => (from === null || to === null ? null : { from, to }),
  };
}

/** A trial that did not pass, or that the gateway answered wrongly. */
function asksForALook({ status, recordingHash, findings }: TrialRow): boolean {
  return recordingHash !== null && (status !== 'pass' || findings.some(({ severity }) => severity !== 'cosmetic'));
}

import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cassettePath } from '../../cassette/format/file-name.ts';
import { createKeyer } from '../../cassette/lookup/key.ts';
import { openCassette, type Cassette } from '../../cassette/store/store.ts';
import type { RunHeader } from '../../domain/run.ts';
import { createRedactor } from '../../redact/redact.ts';
import type { Recordings } from '../../report/source.ts';

/** Bytes in which a cassette names its date. */
const HEAD = 4096;

/**
 * The recordings that a run was judged by, where they still lie: in the folder that its run file names, seen from here. Undefined
 * where there is no such folder. A recording that cannot be read, or was made anew since, counts as gone: a report needs none.
 */
export function recordingsOf({ settings }: RunHeader): Recordings | undefined {
  const dir = settings?.cassettes;
  if (dir === undefined || statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true) return undefined;
  const keyer = createKeyer({ redactor: createRedactor() });
  let open: { readonly cell: string; readonly cassette: Cassette | null } | null = null;
  const cassetteOf = (scenario: string, model: string): Cassette | null => {
    const cell = JSON.stringify([scenario, model]);
    if (open?.cell !== cell) open = { cell, cassette: openCassette(dir, scenario, model, keyer) };
    return open.cassette;
  };
  return {
    exchangesOf({ scenario, model, trial, recordingHash }) {
      try {
        const cassette = cassetteOf(scenario, model);
        if (cassette === null || cassette.recordingHash(trial) !== recordingHash) return null;
        // The request of a recording is read when it is asked for, and so is in no copy of it.
        return cassette.recorded(trial)?.interactions.map((one) => ({ ...one, request: one.request })) ?? null;
      } catch {
        return null;
      }
    },
    recordedAt: (scenario, model) => dateIn(join(dir, cassettePath(scenario, model))),
  };
}

/** The date in the head of a cassette; null where there is none. */
function dateIn(file: string): string | null {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return null;
  let handle: number | null = null;
  try {
    handle = openSync(file, 'r');
    const head = Buffer.alloc(HEAD);
    const date = /"recordedAt": ?"([^"]+)"/.exec(head.toString('utf8', 0, readSync(handle, head)))?.[1];
    return date === undefined || Number.isNaN(Date.parse(date)) ? null : date;
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

import { closeSync, fstatSync, openSync, readdirSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import type { StoppedBy } from '../../domain/run.ts';
import { keepFile } from '../../files/keep-file.ts';
import { cannotWrite } from '../../files/write-error.ts';

/** The runs of a folder that are kept: `2026-11-29T19-12-15-123Z-before-prompt-change.json`. */
export const RUNS = '.tooltape/runs';
/** Runs without a name that are kept, beside all that have one. */
export const KEPT_RUNS = 20;
/** Bytes that all kept runs take, before those without a name are removed. */
export const KEPT_BYTES = 500_000_000;

/** A run that is kept. */
export interface KeptRun {
  /** Its file's name without `.json`: what no other run has. */
  readonly id: string;
  readonly file: string;
  /** Null without one. */
  readonly name: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly bytes: number;
}

const FILE = /^((\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d)-(\d{3})Z(?:-(.+))?)\.json$/;

/** All kept runs, newest first; none where there is no such folder. Reads no file. */
export function keptRuns(folder: string = RUNS): KeptRun[] {
  const runs = namesIn(folder).flatMap((entry): KeptRun[] => {
    const [, id, day, hour, minute, second, ms, name] = FILE.exec(entry) ?? [];
    const file = join(folder, entry);
    const stats = id === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
    if (id === undefined || stats?.isFile() !== true) return [];
    const createdAt = `${day}${hour}:${minute}:${second}.${ms}Z`;
    return [{ id, file, name: name ?? null, createdAt, bytes: stats.size }];
  });
  return runs.sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** The kept run of this name, whatever its case; null without one. */
export function keptRun(name: string, folder: string = RUNS): KeptRun | null {
  const wanted = folded(name);
  return keptRuns(folder).find((run) => run.id === name || (run.name !== null && folded(run.name) === wanted)) ?? null;
}

/** Errors: USAGE where another run has this name: it would be lost. */
export function refuseTakenName(name: string, folder: string = RUNS): void {
  const taken = keptRun(name, folder);
  if (taken === null) return;
  throw new TooltapeError('USAGE', `${JSON.stringify(name)}: a run of ${taken.createdAt} has this name`, {
    remedy: `Choose another name, or remove that run: npx tooltape runs remove ${name}`,
  });
}

/**
 * Keeps a finished run file beside the older ones, and removes the oldest that have no name while there are too many. Returns the run,
 * and what all of them take. Errors: OUTPUT.
 */
export function keepRun(
  file: string,
  { createdAt, name }: { readonly createdAt: string; readonly name: string | null },
  folder: string = RUNS,
): { readonly bytes: number } {
  let at = Date.parse(createdAt);
  // Two runs of one moment: the second takes the next free one.
  while (!keepFile(file, join(folder, fileName(at, name)))) at += 1;
  return { bytes: removeOldest(folder) };
}

/** Gives a kept run a name, or another one; returns its new id. Errors: USAGE for a name that is taken, OUTPUT. */
export function nameRun({ id, file, createdAt }: KeptRun, name: string, folder: string = RUNS): string {
  if (keptRun(name, folder)?.id !== id) refuseTakenName(name, folder);
  const to = fileName(Date.parse(createdAt), name);
  try {
    renameSync(file, join(folder, to));
  } catch (cause) {
    throw cannotWrite(join(folder, to), cause);
  }
  return to.replace(/\.json$/, '');
}

/** Errors: OUTPUT. */
export function removeRun({ file }: KeptRun): void {
  try {
    rmSync(file, { force: true });
  } catch (cause) {
    throw cannotWrite(file, cause);
  }
}

/** Why a run ended early, read from the end of its file; null where it did not, or the file says nothing of the kind. */
export function stoppedBy(file: string): StoppedBy | null {
  let handle: number | null = null;
  try {
    handle = openSync(file, 'r');
    const end = Buffer.alloc(END);
    const from = Math.max(0, fstatSync(handle).size - END);
    const text = end.toString('utf8', 0, readSync(handle, end, 0, END, from));
    return (/"stoppedBy":"(interrupt|cost|requests)"\}\n?$/.exec(text)?.[1] ?? null) as StoppedBy | null;
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** Bytes in which a run file ends. */
const END = 64;

/** Removes the oldest unnamed runs beyond the limits, never the newest run. Returns the bytes of the kept runs. */
function removeOldest(folder: string): number {
  const runs = keptRuns(folder);
  let bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  let unnamed = runs.filter(({ name }) => name === null).length;
  for (const run of runs.slice(1).reverse()) {
    if (unnamed <= KEPT_RUNS && bytes <= KEPT_BYTES) break;
    if (run.name !== null) continue;
    removeRun(run);
    unnamed -= 1;
    bytes -= run.bytes;
  }
  return bytes;
}

function fileName(at: number, name: string | null): string {
  const time = new Date(at).toISOString().replaceAll(/[:.]/g, '-');
  return `${time}${name === null ? '' : `-${name}`}.json`;
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

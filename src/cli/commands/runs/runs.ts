import { EXIT, TooltapeError } from '../../../domain/errors.ts';
import type { StoppedBy } from '../../../domain/run.ts';
import { openRunFile, type RunSource } from '../../../run/file/run-file-read.ts';
import { LAST_RUN } from '../../../run/file/run-file-name.ts';
import {
  KEPT_BYTES,
  KEPT_RUNS,
  keptRuns,
  nameRun,
  removeRun,
  RUNS,
  type KeptRun,
} from '../../../run/history/history.ts';
import { runName } from '../../../run/history/run-name.ts';
import { closest } from '../../../text/closest.ts';
import { count, counted, fileSize, moment, NONE } from '../../../text/numbers.ts';
import type { CommandContext } from '../../command-context.ts';
import { isSameFile, keptFile } from '../../output/files.ts';
import { printTable } from '../../output/table.ts';

/** Words for the reasons that stopped a run early. */
const STOPPED: { readonly [by in StoppedBy]: string } = {
  interrupt: 'interrupted',
  cost: 'stopped by --max-cost',
  requests: 'stopped by --max-requests',
};

/** `tooltape runs list`. */
export async function list({ terminal }: CommandContext): Promise<number> {
  const runs = keptRuns();
  if (runs.length === 0) {
    terminal.say(`No run is kept in ${RUNS}: \`tooltape run\` and \`tooltape replay\` keep theirs.\n`);
    return EXIT.done;
  }
  const opened = runs.map((run) => ({ run, source: openOrNull(run) }));
  const column = (title: string, of: (source: RunSource) => string) => ({
    title,
    align: 'right' as const,
    cells: opened.map(({ source }) => (source === null ? NONE : of(source))),
  });
  const notes = opened.map(({ run, source }) => noteOf(run, source));
  printTable(
    terminal,
    [
      { title: 'run', cells: runs.map(({ id, name }) => name ?? id) },
      { title: 'made', cells: runs.map(({ createdAt }) => moment(createdAt)) },
      column('models', ({ header }) => count(header.models.length)),
      column('scenarios', ({ header }) => count(header.scenarios.length)),
      column('passed', ({ summary }) => `${total(summary, 'pass')}/${total(summary, 'judged')}`),
      { title: 'size', align: 'right', cells: runs.map(({ bytes }) => fileSize(bytes)) },
      ...(notes.some((note) => note !== '') ? [{ title: 'note', cells: notes }] : []),
    ],
    [
      `${counted(runs.length, 'run')}, ${fileSize(runs.reduce((sum, { bytes }) => sum + bytes, 0))} in ${RUNS}. Those with a name stay; of the others the latest ${KEPT_RUNS} do, and fewer where all take more than ${fileSize(KEPT_BYTES)}.`,
    ],
  );
  return EXIT.done;
}

/** `tooltape runs name`. */
export async function name({ terminal }: CommandContext, run: string, wanted: string): Promise<number> {
  const to = runName(wanted);
  const found = runCalled(run);
  nameRun(found, to);
  terminal.say(`The run of ${moment(found.createdAt)} is now called ${to}.\n`);
  terminal.say(`After the next run, see what changed: npx tooltape compare ${to}\n`);
  return EXIT.done;
}

/** `tooltape runs remove`: all of them, or none where one is unknown. */
export async function remove({ terminal }: CommandContext, words: readonly string[]): Promise<number> {
  const found = words.map(runCalled);
  for (const run of found) removeRun(run);
  terminal.out(`Removed ${counted(new Set(found.map(({ id }) => id)).size, 'run')}.\n`);
  return EXIT.done;
}

/** Errors: USAGE with what comes near. */
function runCalled(word: string): KeptRun {
  const runs = keptRuns();
  const file = keptFile(word);
  const found = file === null ? undefined : runs.find((run) => isSameFile(run.file, file));
  if (found !== undefined) return found;
  const near = closest(
    word,
    runs.map((run) => run.name ?? run.id),
  );
  throw new TooltapeError('USAGE', `no run is kept as ${word}${near === null ? '' : `; did you mean ${near}?`}`, {
    remedy: '`tooltape runs list` names the runs that are kept.',
  });
}

function openOrNull({ file }: KeptRun): RunSource | null {
  try {
    return openRunFile(file);
  } catch {
    return null;
  }
}

function noteOf({ file }: KeptRun, source: RunSource | null): string {
  if (source === null) return 'cannot be read';
  const { stoppedBy, shard } = source.header;
  return [
    ...(isSameFile(file, LAST_RUN) ? ['last'] : []),
    ...(stoppedBy === undefined ? [] : [STOPPED[stoppedBy]]),
    ...(shard === null ? [] : [`shard ${shard.index}/${shard.count}`]),
  ].join(', ');
}

function total(summary: RunSource['summary'], key: 'pass' | 'judged'): string {
  return count(summary.reduce((sum, row) => sum + row[key], 0));
}

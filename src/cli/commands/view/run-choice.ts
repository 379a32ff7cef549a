import { TooltapeError } from '../../../domain/errors.ts';
import { htmlReport } from '../../../report/reporters/html/html.ts';
import type { RunChoice } from '../../../report/source.ts';
import { LAST_RUN } from '../../../run/file/run-file-name.ts';
import { openRunFile } from '../../../run/file/run-file-read.ts';
import { keptRuns, stoppedBy, type KeptRun } from '../../../run/history/history.ts';
import { moment } from '../../../text/numbers.ts';
import { isSameFile } from '../../output/files.ts';
import { olderRun } from '../../output/older-run.ts';
import { recordingsOf } from '../../output/recordings.ts';

/** A run that the page can be changed to. */
interface Choice {
  readonly id: string;
  readonly label: string;
  readonly file: string;
}

/** Id, in URLs of the page, of the run that `view` was started with. */
const STARTED = 'shown';

/** The run that was named, or the last one, then the kept ones, newest first. */
function choicesOf(file: string): readonly Choice[] {
  const kept = keptRuns();
  const same = kept.find((run) => isSameFile(run.file, file));
  const what = file === LAST_RUN ? 'last run' : file;
  const started = { id: STARTED, file, label: same === undefined ? what : `${what}: ${labelOf(same)}` };
  return [
    started,
    ...kept.filter((run) => run !== same).map((run) => ({ id: run.id, file: run.file, label: labelOf(run) })),
  ];
}

function labelOf({ name, createdAt, file }: KeptRun): string {
  const stopped = stoppedBy(file) === null ? '' : ' (interrupted)';
  return `${name === null ? moment(createdAt) : `${name}, ${moment(createdAt)}`}${stopped}`;
}

/** The page of the run that the query names, and the older one beside it. Errors: RUN_FILE. */
export function choicePage(file: string, query: URLSearchParams, events: string): Iterable<string> {
  const choices = choicesOf(file);
  const shown = chosen(choices, query.get('run') ?? STARTED);
  const older = query.get('against');
  const base = older === null || older === shown.id ? null : chosen(choices, older);
  const history: RunChoice = {
    runs: choices.map(({ id, label }) => ({ id, label })),
    shown: shown.id,
    against: base?.id ?? null,
  };
  const run = openRunFile(shown.file);
  const against = base === null ? undefined : olderRun(base.label, openRunFile(base.file), run);
  return htmlReport(run, { events, history, against, recordings: recordingsOf(run.header) });
}

/** The requests and responses of a trial; null where its recording is gone, or was made anew since. Errors: RUN_FILE. */
export function exchangesOf(file: string, query: URLSearchParams): unknown {
  const { header } = openRunFile(chosen(choicesOf(file), query.get('run') ?? STARTED).file);
  return (
    recordingsOf(header)?.exchangesOf({
      scenario: query.get('scenario') ?? '',
      model: query.get('model') ?? '',
      trial: Number(query.get('trial')),
      recordingHash: query.get('hash'),
    }) ?? null
  );
}

function chosen(choices: readonly Choice[], id: string): Choice {
  const found = choices.find((choice) => choice.id === id);
  if (found !== undefined) return found;
  throw new TooltapeError('RUN_FILE', 'This run is no longer kept.', { remedy: 'Open the page anew.' });
}

import { partOf } from '../../cassette/format/file-name.ts';
import { escapeText } from '../../text/escape.ts';
import { count, counted, usd } from '../../text/numbers.ts';
import type { RunResult } from '../../run/run-harness.ts';
import type { PreparedRun, RunFlags } from '../../run/prepare-run.ts';
import type { StaleGroup } from '../../run/notes/stale-recordings.ts';
import { printStale } from './stale.ts';
import type { Terminal } from './terminal.ts';

const SHOWN = 20;

/** Prints the notes after a run: missing recordings with the command that records them, changed behaviour, cost. */
export function printRunNotes(
  result: RunResult,
  stale: readonly StaleGroup[],
  prepared: PreparedRun,
  options: RunFlags,
  terminal: Terminal,
): void {
  const say = (text: string): void => terminal.err(`${text}\n`);
  printStale(stale, terminal);
  if (result.changes.length > 0) {
    say(`\n${terminal.paint('bold', `Recorded anew, these behave differently: ${result.changes.length}`)}`);
    for (const change of result.changes.slice(0, SHOWN)) {
      say(`${change.scenario} × ${change.model}, trial ${change.trial}`);
      for (const line of change.before) say(terminal.paint('red', `  - ${escapeText(line)}`));
      for (const line of change.after) say(terminal.paint('green', `  + ${escapeText(line)}`));
    }
    if (result.changes.length > SHOWN) say(`… and ${result.changes.length - SHOWN} more`);
  }
  if (prepared.untouched > 0) {
    terminal.err(
      `note: ${counted(prepared.untouched, 'scenario')} left out: no list of --tools-from changes their tools\n`,
    );
  }
  for (const [scenarios, models] of byCount(prepared.leftOut)) {
    const them =
      models.length > 3 ? `${models.slice(0, 3).join(', ')} and ${models.length - 3} more` : models.join(', ');
    say(`note: ${escapeText(them)}: no recording of ${counted(scenarios, 'selected scenario')}, left out`);
  }
  if (prepared.unconfigured.length > 0) say(unconfiguredNote(prepared.unconfigured));
  if (result.unused > 0) {
    say(
      `${terminal.paint('yellow', 'warning:')} ${counted(result.unused, 'recorded interaction was', 'recorded interactions were')} not asked for; record the scenario anew to drop what is unused`,
    );
  }
  if (prepared.request.mode !== 'replay') {
    say(spending(result));
    if (result.costIsEstimated) {
      say('note: a gateway reported no token counts: their cost is estimated from the texts, four characters a token');
    }
    for (const note of partNotes(result, options.cassettes)) say(note);
  }
  const { shard, cells } = prepared.request;
  if (shard !== null && cells.length === 0) {
    say(`note: no scenario falls into shard ${shard.index}/${shard.count}; its run file is written for the merge`);
  }
  if (result.stoppedBy === 'interrupt') say('interrupted: run again to go on; what was finished is recorded');
  if (result.stoppedBy === 'cost') say('stopped by --max-cost: run again with a higher limit to go on');
  if (result.stoppedBy === 'requests') say('stopped by --max-requests: run again to go on');
}

function spending({ recorded, requests, retries, costUsd, costIsEstimated, summary }: RunResult): string {
  if (requests === 0) {
    // A trial with an error may have no recording: its agent asked no model.
    const replayed = summary.every(({ error }) => error === 0);
    return replayed ? 'nothing was sent: every trial was replayed from its recording' : 'nothing was sent';
  }
  const parts = [
    `${recorded === 0 ? 'no trial' : counted(recorded, 'trial')} recorded`,
    counted(requests, 'request'),
    ...(retries > 0 ? [counted(retries, 'retry', 'retries')] : []),
    ...(costUsd > 0 ? [costIsEstimated ? `about ${usd(costUsd)}` : usd(costUsd)] : []),
  ];
  return parts.join(', ');
}

/** Notes on `--record all`: the path of incomplete recordings, and the trials continued from earlier ones. */
function partNotes({ parts: { incomplete, trials, takenUp, unchanged } }: RunResult, cassettes: string): string[] {
  const notes: string[] = [];
  if (unchanged > 0) {
    const mean = unchanged === 1 ? 'trial means' : 'trials mean';
    notes.push(`note: ${count(unchanged)} ${mean} the same as before: the older recording was left as it is`);
  }
  const [first] = incomplete;
  if (first !== undefined) {
    const now = trials === 0 ? 'trials of earlier runs' : counted(trials, 'of these trials', 'of these trials');
    const where = `${partOf(`${cassettes}/${first}`)}${incomplete.length > 1 ? ` and ${incomplete.length - 1} more` : ''}`;
    notes.push(
      `note: ${now} ${trials === 1 ? 'is' : 'are'} kept beside the older recordings, which stay until all trials are there: ${escapeText(where)}`,
      'note: run --record all again to go on with them, or with --fresh to start anew',
    );
  }
  const days = [...takenUp].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [day, count] of days) {
    notes.push(
      `note: ${counted(count, 'trial')} of ${day} ${count === 1 ? 'was' : 'were'} taken up from an earlier --record all; --fresh records all anew`,
    );
  }
  return notes;
}

/** Note on recordings that a replay does not use, because their model is not configured. The model may have been renamed. */
function unconfiguredNote(models: PreparedRun['unconfigured']): string {
  const recordings = models.reduce((sum, model) => sum + model.recordings, 0);
  const shown = models.slice(0, 3).map(({ model }) => model);
  const more = models.length > 3 ? ` and ${models.length - 3} more` : '';
  return `note: ${counted(recordings, 'recording')} of models that the configuration does not know: ${escapeText(shown.join(', '))}${more}; --models all replays them`;
}

/** Models grouped by the number of scenarios that each lacks. */
function byCount(leftOut: PreparedRun['leftOut']): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const { model, scenarios } of leftOut) groups.set(scenarios, [...(groups.get(scenarios) ?? []), model]);
  return groups;
}

import { cassettePath } from '../../../cassette/format/file-name.ts';
import { neverRecorded } from '../../../cassette/lookup/trial-replay.ts';
import { TooltapeError } from '../../../domain/errors.ts';
import type { Transcript } from '../../../domain/transcript.ts';
import { PatternStopped } from '../../../pattern/pattern-stopped.ts';
import { trialRow } from '../../file/trial-row.ts';
import type { Cell } from '../../plan.ts';
import type { TrialOutcome } from '../run-trial.ts';

/** Codes of errors that concern one file. Other expected errors, such as a full disk, would end every other trial as well. */
const OF_ONE_FILE: ReadonlySet<string> = new Set(['CASSETTE_FORMAT', 'CASSETTE_NEWER']);

/**
 * Runs a trial and turns an error that concerns only this trial into its outcome. An unreadable file makes the trial
 * `unrecorded`. An answer that nests too deep makes it `malformed-response`. An answer on which a pattern of `redact` or
 * `ignore` runs out of steps makes it `pattern`, and is not stored. Errors: those that every other trial would meet as well.
 */
export async function runContained(
  cell: Cell,
  trial: number,
  isLive: boolean,
  run: () => Promise<TrialOutcome | null>,
): Promise<TrialOutcome | null> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof TooltapeError && !OF_ONE_FILE.has(error.code)) throw error;
    return failed(cell, trial, isLive, error);
  }
}

function failed({ scenario, model }: Cell, trial: number, isLive: boolean, error: unknown): TrialOutcome {
  const cassette = cassettePath(scenario.id, model.name);
  const isFile = error instanceof TooltapeError;
  const isPattern = error instanceof PatternStopped;
  const transcript: Transcript = {
    turns: [],
    state: {},
    error: isFile
      ? null
      : { code: isPattern ? 'pattern' : 'malformed-response', status: null, message: messageOf(error) },
    miss: isFile ? neverRecorded(cassette, 1) : null,
    faultFindings: [],
    attempts: isLive && !isFile ? 1 : 0,
  };
  const row = trialRow({ scenario: scenario.id, model, trial, cassette, recordingHash: null }, transcript, null);
  // The answer itself can only exhaust the stack. Any other error is a bug and is reported beside the result.
  const failure = isStackOverflow(error) || isPattern ? null : error;
  return { row, miss: null, recorded: false, change: null, unused: 0, failure };
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

function messageOf(error: unknown): string {
  if (isStackOverflow(error)) return 'the answer nests deeper than it can be read';
  if (error instanceof PatternStopped)
    return `redact or ignore of the configuration: ${error.message}. Write it without a loop inside a loop.`;
  return `the answer could not be read: ${error instanceof Error ? error.message : String(error)}`;
}

import type { RunHeader, TrialRow } from '../domain/run.ts';
import type { Cause } from './comparison.ts';
import { sameCalls } from './same-calls.ts';

/** What differs between the trials of a scenario × model in two runs, apart from the verdict. */
export interface CellDifference {
  readonly rule: boolean;
  readonly recording: boolean;
  readonly calls: boolean;
  /** One run has trials with numbers that the other lacks. */
  readonly trials: boolean;
}

/** Compares trials of equal number. */
export function differenceOf(
  rules: readonly [string | undefined, string | undefined],
  base: readonly TrialRow[],
  candidate: readonly TrialRow[],
): CellDifference {
  const others = new Map(candidate.map((row) => [row.trial, row]));
  let trials = base.length !== candidate.length;
  let recording = false;
  let calls = false;
  for (const row of base) {
    const other = others.get(row.trial);
    if (other === undefined) trials = true;
    else {
      recording ||= row.recordingHash !== other.recordingHash;
      calls ||= !sameCalls(row, other);
    }
  }
  return { rule: rules[0] !== rules[1], recording, calls, trials };
}

/**
 * Why the verdict of a scenario × model changed, as far as the two runs show.
 *
 * `answered-differently`: the recording changed, and with it the calls, or the final text where a final text decided.
 * `recording-changed`: the recording changed and the calls did not. A changed version or wire mode is a cause only where
 * nothing else explains the change.
 */
export function causesOf(
  difference: CellDifference,
  headers: readonly [RunHeader, RunHeader],
  base: readonly TrialRow[],
  candidate: readonly TrialRow[],
): Cause[] {
  const causes: Cause[] = [];
  if (difference.rule) causes.push('rule-changed');
  if (difference.recording) {
    const answered = difference.calls || (judgedByText(base, candidate) && lastText(base) !== lastText(candidate));
    causes.push(answered ? 'answered-differently' : 'recording-changed');
  }
  if (difference.trials) causes.push('other-trials');
  if (headers[0].wire !== headers[1].wire && (causes.length === 0 || failedByWire(base, candidate)))
    causes.push('wire-mode');
  if (causes.length === 0 && headers[0].tool.version !== headers[1].tool.version) causes.push('tool-version');
  return causes;
}

function judgedByText(base: readonly TrialRow[], candidate: readonly TrialRow[]): boolean {
  return [...base, ...candidate].some((row) => row.reason === 'wrong-answer' || row.reason === 'empty-turn');
}

function failedByWire(base: readonly TrialRow[], candidate: readonly TrialRow[]): boolean {
  return [...base, ...candidate].some((row) => row.reason === 'wire');
}

function lastText(rows: readonly TrialRow[]): string {
  return JSON.stringify(rows.map((row) => row.steps.at(-1)?.text ?? null));
}

import type { Problem, Verdict } from '../domain/score.ts';
import type { Step, Transcript } from '../domain/transcript.ts';
import type { WireFinding } from '../domain/wire.ts';

/** What `--wire raw` finds in a response that carries calls: a stock client would not have got them as they were meant. */
export function wireProblems({ reading }: Step, path: string): Problem[] {
  if (reading.calls.length === 0) return [];
  return reading.findings
    .filter(({ severity }) => severity === 'breaking')
    .map(({ check, message }) => ({ code: 'wire', path, expected: null, actual: message, detail: check }));
}

/**
 * The verdict of a trial that was held once more, streamed, under `--wire raw`: breaking findings of the streamed responses
 * count as those of the others do, and so do calls that differ between the two. `wire` is the last reason of all.
 */
export function withStreamed(verdict: Verdict, streamed: Transcript, parity: readonly WireFinding[]): Verdict {
  const steps = streamed.turns.flatMap((turn) => turn.steps);
  const found = [
    ...steps.flatMap((step) => wireProblems(step, `streamed.steps[${step.index - 1}]`)),
    ...parity.map(({ check, message }): Problem => ({
      code: 'wire',
      path: 'streamed',
      expected: null,
      actual: message,
      detail: check,
    })),
  ];
  if (found.length === 0) return verdict;
  return { ...verdict, pass: false, reason: verdict.reason ?? 'wire', problems: [...verdict.problems, ...found] };
}

import type { Problem, Verdict } from '../domain/score.ts';
import type { Step, Transcript } from '../domain/transcript.ts';
import type { WireFinding } from '../domain/wire.ts';

/**
 * The problems of `--wire raw`: breaking findings of a response that carries calls. A client without repairs, such as the provider's SDK,
 * would not receive these calls as the model meant them.
 */
export function wireProblems({ reading }: Step, path: string): Problem[] {
  if (reading.calls.length === 0) return [];
  return reading.findings
    .filter(({ severity }) => severity === 'breaking')
    .map(({ check, message }) => ({ code: 'wire', path, expected: null, actual: message, detail: check }));
}

/**
 * The verdict of a trial under `--wire raw` whose conversation was held a second time with streaming. Breaking findings of the
 * streamed responses are added, and so are calls that differ between the two (`parity`). `wire` is the last reason of all.
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

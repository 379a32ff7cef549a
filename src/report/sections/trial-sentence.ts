import type { CallRow, TrialRow } from '../../domain/run.ts';
import type { Problem } from '../../domain/score.ts';
import { explainProblem } from '../../score/explain/explain.ts';
import { stateDiff } from './state-diff.ts';

const UNRECORDED: Readonly<Record<string, string>> = {
  'never-recorded': 'there is no recording of it',
  'request-changed': 'the request changed since it was recorded',
  'used-up': 'it asks more often than was recorded',
};

/** Why a trial did not pass, in one sentence. The sentence holds text of the model, so escape it before showing it. */
export function trialSentence(row: TrialRow): string {
  if (row.status === 'error')
    return `${row.reason ?? row.error?.code ?? 'error'}: ${row.error?.message ?? 'no message'}`;
  if (row.status === 'unrecorded')
    return `${row.reason ?? 'unrecorded'}: ${UNRECORDED[row.reason ?? ''] ?? 'no recording answers it'}`;
  return problemsSentence(row);
}

/** The data of a sentence about a judged trial. */
export interface JudgedTrial {
  readonly reason: string | null;
  readonly problems: readonly Problem[];
  readonly calls: readonly Pick<CallRow, 'name'>[];
}

/** The problem that gave the trial its reason; undefined without a problem. */
export function decisiveProblem({ reason, problems }: Pick<JudgedTrial, 'reason' | 'problems'>): Problem | undefined {
  return problems.find(({ code }) => code === reason) ?? problems[0];
}

/** The problem that gave the reason, and the number of the others. */
export function problemsSentence(judged: JudgedTrial): string {
  const { reason, problems, calls } = judged;
  const decisive = decisiveProblem(judged);
  if (decisive === undefined) return reason ?? 'failed';
  if (decisive.code === 'wrong-state') return stateSentence(problems);
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `${reason ?? decisive.code}: ${explainProblem(decisive, { calls })}${more}`;
}

/** Most places of a state diff in one sentence. */
const TOLD = 3;
const VALUE = 60;

/** `wrong-state: state.a: - 1 + 2; state.b: + 3 (and 4 more)` */
function stateSentence(problems: readonly Problem[]): string {
  const { differences, more } = stateDiff(problems, VALUE);
  const told = differences.slice(0, TOLD).map(({ path, expected, actual }) => {
    const sides = [expected === null ? '' : ` - ${expected}`, actual === null ? '' : ` + ${actual}`];
    return `${path}:${sides.join('')}`;
  });
  const left = differences.length - told.length + more + problems.filter(({ code }) => code !== 'wrong-state').length;
  return `wrong-state: ${told.join('; ')}${left > 0 ? ` (and ${left} more)` : ''}`;
}

/** `weather · gpt-4o`, with the number of the trial where there are several. */
export function trialName(row: Pick<TrialRow, 'scenario' | 'model' | 'trial'>, several: boolean): string {
  return `${row.scenario} · ${row.model}${several ? ` · trial ${row.trial}` : ''}`;
}

import type { ModelRow, Summary } from '../../domain/run.ts';
import { count, counted, percent } from '../../text/numbers.ts';

/** The result of a run in one sentence. Models of the sandbox are marked as simulated. */
export function leadSentence(of: readonly Summary[], rows: readonly Pick<ModelRow, 'name' | 'gateway'>[]): string {
  const simulated = new Set(rows.filter(({ gateway }) => gateway === 'sandbox').map(({ name }) => name));
  const summary = of.map((row) => (simulated.has(row.model) ? { ...row, model: `${row.model} (simulated)` } : row));
  const trials = sum(summary, (one) => one.trials);
  if (trials === 0) return 'No trial was run.';
  const judged = sum(summary, (one) => one.judged);
  if (judged === 0) return nothingJudged(summary, trials);

  const pass = sum(summary, (one) => one.pass);
  const models = summary.filter((one) => one.passRate !== null);
  if (pass === judged) {
    return `Every judged trial passed: ${counted(judged, 'trial')} of ${counted(models.length, 'model')}.`;
  }
  if (models.length === 1)
    return `${models[0]?.model} passed ${count(pass)} of ${counted(judged, 'judged trial')}, ${percent(pass / judged)}.`;
  if (pass === 0) return `No model passed any of ${counted(judged, 'judged trial')}.`;

  const best = Math.max(...models.map((one) => one.passRate ?? 0));
  const leaders = models.filter((one) => one.passRate === best);
  const [leader] = leaders;
  if (leader === undefined || leaders.length > 1) {
    return `${leaders.map((one) => one.model).join(' and ')} pass most: ${percent(best)} each.`;
  }
  const low = leader.interval?.[0] ?? best;
  const near = models.filter((one) => one !== leader && (one.interval?.[1] ?? 0) >= low);
  const rest =
    near.length === 0
      ? ''
      : ` The ${near.length === 1 ? 'interval' : 'intervals'} of ${counted(near.length, 'other model')} ${near.length === 1 ? 'overlaps' : 'overlap'} its own.`;
  return `${leader.model} passes most: ${percent(best)} of its judged trials.${rest}`;
}

function nothingJudged(summary: readonly Summary[], trials: number): string {
  const errors = sum(summary, (one) => one.error);
  const unrecorded = sum(summary, (one) => one.unrecorded);
  const parts = [
    ...(errors > 0 ? [`${count(errors)} ended in an error`] : []),
    ...(unrecorded > 0 ? [`${count(unrecorded)} had no recording to replay`] : []),
  ];
  return `None of ${counted(trials, 'trial')} could be judged: ${parts.join(', ')}.`;
}

function sum(list: readonly Summary[], value: (one: Summary) => number): number {
  return list.reduce((total, one) => total + value(one), 0);
}

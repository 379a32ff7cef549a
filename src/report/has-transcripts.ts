import type { Summary } from '../domain/run.ts';

/** False for a model whose judged trials hold verdicts alone, as imported ones do: no score applied and no token was counted. */
export function hasTranscripts({ judged, scores, usage }: Summary): boolean {
  return judged === 0 || usage.input + usage.output > 0 || Object.values(scores).some((score) => score !== null);
}

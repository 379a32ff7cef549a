import type { Summary } from '../domain/run.ts';

/** False for a model whose judged trials hold only verdicts, such as imported ones: without scores and without token counts. */
export function hasTranscripts({ judged, scores, usage }: Summary): boolean {
  return judged === 0 || usage.input + usage.output > 0 || Object.values(scores).some((score) => score !== null);
}

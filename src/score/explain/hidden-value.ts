import type { Problem } from '../../domain/score.ts';

/** The placeholder of a secret that a replay cannot restore. */
const UNKNOWN = /\[redacted(?::x\d{1,9})?\]/;

/** True when redaction replaced a part of the value that the problem is about, so that scoring saw the placeholder. */
export function isAboutHidden({ actual }: Problem): boolean {
  return UNKNOWN.test(JSON.stringify(actual));
}

/** The note on a problem for which `isAboutHidden` is true. */
export const HIDDEN = ' (hidden by redaction, and judged by its placeholder)';

import type { Problem } from '../../domain/score.ts';

/** What stands in place of a value that nobody can put back, live and in a replay. */
const UNKNOWN = /\[redacted(?::x\d{1,9})?\]/;

/** Whether a problem is about a value that redaction hides, so that it was judged by its placeholder. */
export function isAboutHidden({ actual }: Problem): boolean {
  return UNKNOWN.test(JSON.stringify(actual));
}

/** What is said beside such a value. */
export const HIDDEN = ' (hidden by redaction, and judged by its placeholder)';

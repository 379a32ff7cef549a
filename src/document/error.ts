import { TooltapeError } from '../domain/errors.ts';
import type { ErrorCode, Issue } from '../domain/errors.ts';

/** Returns the error with all issues of some files: `3 problems in 2 scenario files.` */
export function documentError(
  code: ErrorCode,
  kind: string,
  issues: readonly Issue[],
  remedy: string | null = null,
): TooltapeError {
  const files = new Set(issues.map((issue) => issue.file)).size;
  const message = `${count(issues.length, 'problem')} in ${count(files, kind)}.`;
  return new TooltapeError(code, message, { issues, ...(remedy !== null && { remedy }) });
}

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

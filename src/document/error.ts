import { counted } from '../text/numbers.ts';
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
  const message = `${counted(issues.length, 'problem')} in ${counted(files, kind)}.`;
  return new TooltapeError(code, message, { issues, ...(remedy !== null && { remedy }) });
}

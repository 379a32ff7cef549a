import { messageAfter, TooltapeError } from '../../domain/errors.ts';

/** Most issues that a message holds. */
const TOLD = 20;

/** Errors whose message holds their issues. */
const told = new WeakSet<Error>();

/**
 * The error with its issues in the message, because a program shows only the message of an error. Any other error is returned as
 * it is.
 */
export function withIssues(error: unknown): unknown {
  if (!(error instanceof TooltapeError) || error.issues.length === 0 || told.has(error)) return error;
  const { code, message, remedy, issues } = error;
  const ends = new Set<string>();
  const lines = issues.slice(0, TOLD).map((issue) => {
    const { file, line, path } = issue;
    const place = [line === null ? file : `${file}:${line}`, path].filter((part) => part !== '').join(': ');
    return `  ${place}: ${messageAfter(issue, ends)}`;
  });
  const more = issues.length > TOLD ? [`  … and ${issues.length - TOLD} more`] : [];
  const text = [message, ...lines, ...more].join('\n');
  const full = new TooltapeError(code, text, { issues, cause: error, ...(remedy !== null && { remedy }) });
  told.add(full);
  return full;
}

import type { Issue } from '../domain/errors.ts';
import { findJsonFault } from '../json/json-fault.ts';
import { readDataFile } from './data-files.ts';

/** The fault of one line as an issue. `path` is the path in the line's JSON. */
export function lineIssue(file: string, line: number | null, code: string, message: string, path = ''): Issue {
  return { file, line, path, message, severity: 'error', code };
}

/** What is wrong in a line whose parsing threw `error`, as a sentence. */
export function noJson(text: string, error: unknown): string {
  const fault = findJsonFault(text)?.message ?? `${error instanceof Error ? error.message : String(error)}.`;
  return `The line is no JSON: ${fault}`;
}

/** The lines of a JSON Lines file that are not blank, with their numbers from 1. The whole file is in memory. Errors: IMPORT. */
export function* readLines(file: string): Generator<{ readonly line: number; readonly text: string }> {
  const text = readDataFile(file);
  let start = 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(start, end).trim();
    if (content !== '') yield { line, text: content };
    start = end + 1;
  }
}

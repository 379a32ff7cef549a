import { readFileSync } from 'node:fs';
import type { Issue } from '../domain/errors.ts';

/** The fault of one line as an issue. `path` is the path in the line's JSON. */
export function lineIssue(file: string, line: number | null, code: string, message: string, path = ''): Issue {
  return { file, line, path, message, severity: 'error', code };
}

/** The lines of a JSON Lines file that are not blank, with their numbers from 1. The whole file is in memory. */
export function* readLines(file: string): Generator<{ readonly line: number; readonly text: string }> {
  const text = readFileSync(file, 'utf8');
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (let line = 1; start < text.length; line += 1) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(start, end).trim();
    if (content !== '') yield { line, text: content };
    start = end + 1;
  }
}

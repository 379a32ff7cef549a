import { createRequire } from 'node:module';
import { breakRunnerCommands } from '../../text/escape.ts';

/** Text of characters that take one column each: Latin-1, and the symbols of our own texts. */
const ONE_COLUMN = /^[\x20-\x7e\xa1-\xac\xae-\xff–—…−─✓✗]*$/;

let measure: typeof import('string-width').default | null = null;
let segmenter: Intl.Segmenter | null = null;

/** Columns that a line of text takes in a terminal. A wide character takes two. */
export function displayWidth(text: string): number {
  if (ONE_COLUMN.test(text)) return text.length;
  // `string-width` loads its Unicode tables, which takes longer than a short run, so it is loaded at the first need.
  measure ??= (createRequire(import.meta.url)('string-width') as typeof import('string-width')).default;
  return measure(text);
}

/** Shortens text to `width` columns in the middle, where names differ least: `claude-s…20250514`. */
export function shortenMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  const parts = graphemes(text);
  const head = take(parts, Math.ceil((width - 1) / 2));
  const tail = take(parts.reverse(), width - 1 - displayWidth(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** Shortens text to `width` columns at the end: `expected "北京…`. */
export function shortenEnd(text: string, width: number): string {
  // To measure a character takes about a microsecond, so only the beginning of a very long text is measured.
  const start = text.slice(0, width * 8 + 64);
  if (start.length === text.length && displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${take(graphemes(start), width - 1).join('')}…`;
}

/** Breaks text into lines of at most `width` columns, at spaces where possible. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  const room = Math.max(8, width);
  let line = '';
  const push = (): void => {
    lines.push(line);
    line = '';
  };
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) <= room) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') push();
    line = word;
    if (displayWidth(word) <= room) continue;
    let used = 0;
    line = '';
    for (const part of graphemes(word)) {
      const columns = displayWidth(part);
      if (line !== '' && used + columns > room) {
        push();
        used = 0;
      }
      line += part;
      used += columns;
    }
  }
  lines.push(line);
  // A cut word may begin a line with a command of a CI runner, such as `::error`.
  return lines.map(breakRunnerCommands);
}

function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The longest beginning of `parts` that fits into `width` columns. */
function take(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += displayWidth(part);
    if (used > width) break;
    taken.push(part);
  }
  return taken;
}

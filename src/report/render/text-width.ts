import { createRequire } from 'node:module';
import { disarm } from '../../text/escape.ts';

/** Characters that take one column each: Latin-1, and what our own texts use. */
const ONE_COLUMN = /^[\x20-\x7e\xa1-\xac\xae-\xff–—…−─✓✗]*$/;

let measure: typeof import('string-width').default | null = null;
let segmenter: Intl.Segmenter | null = null;

/** Columns that a line of text takes in a terminal; wide characters take two. */
export function displayWidth(text: string): number {
  if (ONE_COLUMN.test(text)) return text.length;
  // Loaded when a text needs it: what it knows of Unicode costs more than a short run.
  measure ??= (createRequire(import.meta.url)('string-width') as typeof import('string-width')).default;
  return measure(text);
}

/** Shortens in the middle, where names differ least: `claude-s…20250514`. Never wider than `width`. */
export function shortenMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width < 1) return '';
  const parts = graphemes(text);
  const head = take(parts, Math.ceil((width - 1) / 2));
  const tail = take(parts.reverse(), width - 1 - displayWidth(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** Cuts at the end: `expected "北京…`. Never wider than `width`. */
export function shortenEnd(text: string, width: number): string {
  // Measuring costs about a microsecond a character: of a text that is far too long only the beginning is looked at.
  const start = text.slice(0, width * 8 + 64);
  if (start.length === text.length && displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${take(graphemes(start), width - 1).join('')}…`;
}

/**
 * Breaks text into lines of at most `width` columns, at spaces where there are some; a longer word is cut.
 * Lines after the first are narrower by `indent`, for the caller to put it there.
 */
export function wrap(text: string, width: number, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  let room = Math.max(8, width);
  const push = (): void => {
    lines.push(line);
    line = '';
    room = Math.max(8, width - indent);
  };
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) <= room) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') push();
    line = word;
    while (displayWidth(line) > room) {
      const rest = graphemes(line);
      const head = take(rest, room);
      line = head.join('');
      const tail = rest.slice(head.length).join('');
      push();
      line = tail;
    }
  }
  lines.push(line);
  // A word that is cut may begin with what a CI runner obeys at the start of a line alone.
  return lines.map(disarm);
}

function graphemes(text: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** As many from the front as fit, at least none. */
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

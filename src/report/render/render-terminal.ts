import type { Block, Item, Section, Tone } from '../document.ts';
import { escapeText } from '../../text/escape.ts';
import { shortenEnd, wrap } from './text-width.ts';
import { foldedTable } from './grid.ts';
import { count } from '../../text/numbers.ts';
import type { ReportOptions } from '../source.ts';
import { createStyle, type Paints } from './style.ts';

const WIDTH = 80;
/** Least width of the output. On a narrower terminal lines are too long. */
const NARROWEST = 40;
/** Most items of a list. Other reports show more. */
const SHOWN = 20;
/** Most columns of an item's text: six lines of 80 columns. */
const TEXT = 480;
const MARKS: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', warn: '!', plain: '·' };

/** Sections as text of at most `width` columns, with a blank line between them. Ends with a line break. */
export function renderTerminal(sections: readonly Section[], options: ReportOptions = {}): string {
  const width = Math.max(NARROWEST, options.width ?? WIDTH);
  const style = createStyle(options.color ?? false);
  const parts = sections.map(({ title, blocks }) => [
    ...(title === null ? [] : wrap(escapeText(title), width).map(style.bold)),
    ...blocks.flatMap((block) => blockLines(block, width, style)),
  ]);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function blockLines(block: Block, width: number, style: Paints): string[] {
  switch (block.kind) {
    case 'table':
      return foldedTable(block.names, block.columns, width, style);
    case 'list':
      return list(block.items, block.hidden, width, style);
    case 'note':
      return wrap(escapeText(block.text), width).map(style.dim);
    case 'code':
      return block.lines.map((line) => `  ${codeTone(line, style)(escapeText(line))}`);
    case 'text':
      return wrap(escapeText(block.text), width).map(style[block.tone ?? 'plain']);
  }
}

function codeTone(line: string, style: Paints): (text: string) => string {
  return line.startsWith('- ') ? style.bad : line.startsWith('+ ') ? style.good : style.plain;
}

function list(items: readonly Item[], hidden: number, width: number, style: Paints): string[] {
  const rest = hidden + Math.max(0, items.length - SHOWN);
  return [
    ...items.slice(0, SHOWN).flatMap((item) => itemLines(item, width, style)),
    ...(rest === 0 ? [] : [style.dim(`  … and ${count(rest)} more`)]),
  ];
}

/** The lines of an item: a marked paragraph with a hanging indent, then the expected and the made side. */
function itemLines({ tone, lead, text, sides }: Item, width: number, style: Paints): string[] {
  const start = escapeText(lead);
  const whole = text === '' ? start : `${start} — ${shortenEnd(escapeText(text), TEXT)}`;
  const lines = wrap(whole, width - 4).map((line, at) => {
    if (at > 0) return `    ${line}`;
    return `  ${style[tone](MARKS[tone])} ${line.startsWith(start) ? style.bold(start) + line.slice(start.length) : line}`;
  });
  if (sides === undefined) return lines;
  return [
    ...lines,
    ...sideLines('expected', sides.expected, width, style.good),
    ...sideLines('made', sides.made, width, style.bad),
  ];
}

const SIDE = 'expected'.length + 2;

function sideLines(name: string, value: string, width: number, paint: (text: string) => string): string[] {
  return wrap(shortenEnd(escapeText(value), TEXT), width - 6 - SIDE).map(
    (line, at) => `      ${paint(`${(at === 0 ? name : '').padEnd(SIDE)}${line}`)}`,
  );
}

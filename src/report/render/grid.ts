import Table from 'cli-table3';
import type { TableCell, Column } from '../document.ts';
import { escapeText } from '../../text/escape.ts';
import { displayWidth, shortenEnd, shortenMiddle } from './text-width.ts';
import type { Paints } from './style.ts';

const GAP = 2;
/** Least width of the first column. Names are shortened no further to save a table. */
const NAME_ROOM = 22;
const STAND_IN = '\ue000';
/** The table has one line, below the titles. */
const LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '─',
  'mid-mid': '──',
  middle: ' '.repeat(GAP),
};

/**
 * A table of at most `width` columns of text, as lines. The first column names the rows. Columns that do not fit go into
 * further tables below, which repeat the names, so that a narrow terminal loses nothing.
 */
export function foldedTable(rawNames: Column, rawColumns: readonly Column[], width: number, style: Paints): string[] {
  const names = escaped(rawNames);
  const columns = rawColumns.map(escaped);
  const widest = columnWidth(names);
  const least = Math.min(widest, Math.max(8, Math.min(NAME_ROOM, Math.floor(width / 3))));
  const fewest = fold(columns, width, least).length;
  let room = Math.min(widest, Math.max(least, width - GAP));
  while (room > least && fold(columns, width, room).length > fewest) room -= 1;
  const shortNames: Column = {
    ...names,
    cells: names.cells.map((cell) => ({ ...cell, text: shortenMiddle(cell.text, room) })),
  };
  return fold(columns, width, room).flatMap((block, at) => [
    ...(at === 0 ? [] : ['']),
    ...draw([shortNames, ...block.map((column) => narrow(column, width - room - GAP))], style),
  ]);
}

function escaped(column: Column): Column {
  const cells = column.cells.map((cell): TableCell => ({ ...cell, text: escapeText(cell.text) }));
  return { ...column, title: escapeText(column.title), cells };
}

function fold(columns: readonly Column[], width: number, nameWidth: number): Column[][] {
  const blocks: Column[][] = [];
  let used = Infinity;
  for (const column of columns) {
    const wanted = GAP + columnWidth(column);
    if (used + wanted > width) {
      blocks.push([]);
      used = nameWidth;
    }
    blocks.at(-1)?.push(column);
    used += wanted;
  }
  return blocks.length === 0 ? [[]] : blocks;
}

function columnWidth(column: Column): number {
  return Math.max(displayWidth(column.title), ...column.cells.map(({ text }) => displayWidth(text)));
}

function narrow(column: Column, width: number): Column {
  const cells = column.cells.map((cell) => ({ ...cell, text: shortenEnd(cell.text, width) }));
  return { ...column, title: shortenEnd(column.title, width), cells };
}

/**
 * Draws a table with cli-table3, which measures text by an older Unicode than terminals. Cells therefore hold stand-ins of the
 * right width, which are replaced by the painted text afterwards.
 */
function draw(columns: readonly Column[], style: Paints): string[] {
  const waiting: string[] = [];
  const place = (text: string, paint: (text: string) => string): string => {
    const columns = displayWidth(text);
    if (columns > 0) waiting.push(paint(text));
    return STAND_IN.repeat(columns);
  };
  const table = new Table({
    head: columns.map((column) => place(column.title, style.bold)),
    colAligns: columns.map(({ align }) => align),
    chars: LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  const rows = columns[0]?.cells.length ?? 0;
  for (let row = 0; row < rows; row++) {
    table.push(columns.map(({ cells }) => place(cells[row]?.text ?? '', style[cells[row]?.tone ?? 'plain'])));
  }
  let next = 0;
  return table
    .toString()
    .split('\n')
    .map((line) => line.replaceAll(/\ue000+/g, () => waiting[next++] ?? ''));
}

import Table from 'cli-table3';
import { displayWidth, shortenEnd, shortenMiddle } from './fit.ts';

/** Plain, escaped text, and how to paint it once it is laid out. */
export interface Cell {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** One a row. */
  readonly cells: readonly Cell[];
}

const GAP = 2;
/** Names are not shortened below this to save a further table. */
const NAME_ROOM = 22;
const STAND_IN = '\ue000';
/** A rule below the titles, nothing else. */
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
 * A table of at most `width` columns. Its first column names the rows. Columns that do not fit go to further tables
 * below, each with the names again, so that nothing is lost on a narrow terminal.
 */
export function foldedTable(
  names: Column,
  columns: readonly Column[],
  width: number,
  title: (text: string) => string,
): string[] {
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
    ...draw([shortNames, ...block.map((column) => narrow(column, width - room - GAP))], title),
  ]);
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
  return { ...column, cells: column.cells.map((cell) => ({ ...cell, text: shortenEnd(cell.text, width) })) };
}

/**
 * cli-table3 measures text by an older Unicode than terminals show: what is not plain ASCII is laid out by a stand-in
 * of the right width, and put in place, painted, afterwards.
 */
function draw(columns: readonly Column[], title: (text: string) => string): string[] {
  const waiting: string[] = [];
  const place = ({ text, paint }: Cell): string => {
    if (displayWidth(text) === 0) return '';
    waiting.push(paint === undefined ? text : paint(text));
    return STAND_IN.repeat(displayWidth(text));
  };
  const table = new Table({
    head: columns.map((column) => place({ text: column.title, paint: title })),
    colAligns: columns.map(({ align }) => align),
    chars: LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  const rows = columns[0]?.cells.length ?? 0;
  for (let row = 0; row < rows; row++) {
    table.push(columns.map((column) => place(column.cells[row] ?? { text: '' })));
  }
  let next = 0;
  return table
    .toString()
    .split('\n')
    .map((line) => line.replaceAll(/\ue000+/g, () => waiting[next++] ?? ''));
}

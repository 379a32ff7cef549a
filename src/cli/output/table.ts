import type { Block, TableCell, Column } from '../../report/document.ts';
import { renderTerminal } from '../../report/render/render-terminal.ts';
import type { Terminal } from './terminal.ts';

/** One column of a table: title, alignment, and one text for each row. */
export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly cells: readonly (string | TableCell)[];
}

/**
 * Prints a table in the style of the reports, fitted to the width of the terminal, and sentences below it. Texts are escaped.
 */
export function printTable(terminal: Terminal, columns: readonly TableColumn[], notes: readonly string[] = []): void {
  const [names, ...rest] = columns.map(({ title, align = 'left', cells }): Column => ({
    title,
    align,
    cells: cells.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)),
  }));
  if (names === undefined) return;
  const blocks: Block[] = [
    { kind: 'table', names, columns: rest },
    ...notes.map((text): Block => ({ kind: 'text', text })),
  ];
  terminal.out(renderTerminal([{ title: null, blocks }], { width: terminal.width, color: terminal.color }));
}

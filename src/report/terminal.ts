import type { RunHeader, Summary } from '../domain/run.ts';
import { type Attention, collectAttention } from './attention.ts';
import { escapeText } from './escape.ts';
import { wrap } from './fit.ts';
import { type Column, foldedTable } from './grid.ts';
import { LEGEND, modelColumns, modelNames } from './model-table.ts';
import { count, counted } from './numbers.ts';
import { runNotes } from './run-notes.ts';
import type { ReportOptions, ReportSource } from './source.ts';
import { createStyle } from './style.ts';
import { PASS_AT_K, passAtKColumns, tagColumns } from './summary-columns.ts';
import { attentionSections } from './terminal-attention.ts';

const WIDTH = 80;
/** Below this no table can be read; lines are then wider than the terminal. */
const NARROWEST = 40;
/** Rows of each kind under the table. */
const SHOWN = 20;

/** The table of models with what to look at below it. The result of a run on a terminal. */
export function* terminalReport(source: ReportSource, options: ReportOptions): Generator<string> {
  yield terminalTable(source.header, source.summary, collectAttention(source.trials(), SHOWN), options);
}

/**
 * The same from what was collected while the trials passed by (`attention(20)`). Ends with a line break.
 * Names neither a time nor a path: two replays of the same recordings print the same.
 */
export function terminalTable(
  header: RunHeader,
  summary: readonly Summary[],
  noted: Attention,
  options: ReportOptions = {},
): string {
  const width = Math.max(NARROWEST, options.width ?? WIDTH);
  const style = createStyle(options.color ?? false);
  const notes = (lines: readonly string[]): string[] =>
    lines.flatMap((note) => wrap(escapeText(note), width).map(style.dim));
  const table = (title: string, columns: readonly Column[], ...below: string[]): string[] => {
    if (columns.length === 0) return [];
    return [style.bold(title), ...foldedTable(modelNames(summary), columns, width, style.bold), ...notes(below)];
  };
  const blocks: string[][] = [
    foldedTable(modelNames(summary), modelColumns(summary, style), width, style.bold),
    notes([...LEGEND, ...runNotes(header, summary)]),
    table('Passed by tag', tagColumns(summary)),
    table('Over several trials', passAtKColumns(summary), PASS_AT_K),
    ...attentionSections(summary, noted, width, style),
    [totals(header, summary)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** `12 scenarios × 3 models: 36 trials, 35 judged, 30 passed, 1 error`. */
function totals(header: RunHeader, summary: readonly Summary[]): string {
  const sum = (of: (row: Summary) => number): number => summary.reduce((total, row) => total + of(row), 0);
  const error = sum((row) => row.error);
  const unrecorded = sum((row) => row.unrecorded);
  return [
    `${counted(header.scenarios.length, 'scenario')}, ${counted(summary.length, 'model')}: ${counted(
      sum((row) => row.trials),
      'trial',
    )}`,
    `${count(sum((row) => row.judged))} judged`,
    `${count(sum((row) => row.pass))} passed`,
    ...(error === 0 ? [] : [counted(error, 'error')]),
    ...(unrecorded === 0 ? [] : [`${count(unrecorded)} unrecorded`]),
  ].join(', ');
}

import type { Comparison } from '../../compare/comparison.ts';
import type { RunHeader, Summary } from '../../domain/run.ts';
import { type Attention, collectAttention } from '../sections/attention.ts';
import { renderTerminal } from '../render/render-terminal.ts';
import { comparisonDocument } from '../sections/comparison-document.ts';
import { runDocument } from '../sections/run-document.ts';
import type { ReportOptions, ReportSource } from '../source.ts';

/** Rows of each kind that the terminal shows. */
export const TERMINAL_ROWS = 20;

/** The table of models with what to look at below it: the result of a run. */
export function* terminalReport(source: ReportSource, options: ReportOptions): Generator<string> {
  yield terminalTable(source.header, source.summary, collectAttention(source.trials(), TERMINAL_ROWS), options);
}

/**
 * The same from what was collected while the trials passed by, `attention(TERMINAL_ROWS)`.
 * Names neither a time nor a path: two replays of the same recordings print the same.
 */
export function terminalTable(
  header: RunHeader,
  summary: readonly Summary[],
  noted: Attention,
  options: ReportOptions = {},
): string {
  return renderTerminal(runDocument(header, summary, noted), options);
}

/** A comparison, as `tooltape compare` prints it. */
export function* terminalComparison(comparison: Comparison, options: ReportOptions): Generator<string> {
  yield renderTerminal(comparisonDocument(comparison), options);
}

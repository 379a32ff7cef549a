import type { Comparison } from '../../compare/comparison.ts';
import type { RunHeader, Summary } from '../../domain/run.ts';
import { renderTerminal } from '../render/render-terminal.ts';
import { type Attention, collectAttention } from '../sections/noted/attention.ts';
import { comparisonDocument } from '../sections/comparison/comparison-document.ts';
import type { GateResult } from '../../compare/gates/check-gates.ts';
import { gateDocument } from '../sections/gates/gate-document.ts';
import { runDocument } from '../sections/run-document.ts';
import { verdictSection } from '../sections/verdict.ts';
import type { ReportOptions, ReportSource } from '../source.ts';

/** Scenarios × models of each kind that the terminal shows. */
export const TERMINAL_ROWS = 20;

/** The table of models, all that deserves a look, the gates and the verdict: last on a terminal, first in a file. */
export function* terminalReport(source: ReportSource, options: ReportOptions): Generator<string> {
  const { header, summary } = source;
  const noted = collectAttention(source.trials(), TERMINAL_ROWS);
  const verdict = verdictSection(header, summary, noted.retries, options.gates ?? []);
  const body = [...runDocument(header, summary, noted, 'whole'), ...(options.gates ?? []).flatMap(gateDocument)];
  yield renderTerminal(options.toFile === true ? [...verdict, ...body] : [...body, ...verdict], options);
}

/**
 * What `run` and `replay` print first: the table of models and what went wrong, by cause, from what was collected while
 * the trials passed by. Names neither a time nor a path: two replays of the same recordings print the same.
 */
export function terminalOverview(
  header: RunHeader,
  summary: readonly Summary[],
  noted: Attention,
  options: ReportOptions = {},
): string {
  return renderTerminal(runDocument(header, summary, noted, 'brief'), options);
}

/** What they print last. */
export function terminalVerdict(
  header: RunHeader,
  summary: readonly Summary[],
  retries: number,
  gates: readonly GateResult[],
  options: ReportOptions = {},
): string {
  return renderTerminal(verdictSection(header, summary, retries, gates), options);
}

/** A comparison, as `tooltape compare` prints it. */
export function* terminalComparison(comparison: Comparison, options: ReportOptions): Generator<string> {
  yield renderTerminal(comparisonDocument(comparison), options);
}

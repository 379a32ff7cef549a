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

/** Most scenarios × models of each kind on a terminal. */
export const TERMINAL_ROWS = 20;

/**
 * A run for a terminal: the table of models, trials that need attention, the gates, and the verdict. The verdict is last on a
 * terminal and first in a file.
 */
export function* terminalReport(source: ReportSource, options: ReportOptions): Generator<string> {
  const { header, summary } = source;
  const noted = collectAttention(source.trials(), TERMINAL_ROWS);
  const verdict = verdictSection(header, summary, noted.retries, options.gates ?? []);
  const body = [...runDocument(header, summary, noted, 'whole'), ...(options.gates ?? []).flatMap(gateDocument)];
  yield renderTerminal(options.toFile === true ? [...verdict, ...body] : [...body, ...verdict], options);
}

/**
 * The first output of `run` and `replay`: the table of models, and failures by cause, from trials that `attention` collected.
 * It names no time and no path, so two replays of the same recordings print the same text.
 */
export function terminalOverview(
  header: RunHeader,
  summary: readonly Summary[],
  noted: Attention,
  options: ReportOptions = {},
): string {
  return renderTerminal(runDocument(header, summary, noted, 'brief'), options);
}

/** The last output of `run` and `replay`. */
export function terminalVerdict(
  header: RunHeader,
  summary: readonly Summary[],
  retries: number,
  gates: readonly GateResult[],
  options: ReportOptions = {},
): string {
  return renderTerminal(verdictSection(header, summary, retries, gates), options);
}

/** A comparison as `tooltape compare` prints it. */
export function* terminalComparison(comparison: Comparison, options: ReportOptions): Generator<string> {
  yield renderTerminal(comparisonDocument(comparison), options);
}

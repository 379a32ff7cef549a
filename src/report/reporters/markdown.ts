import type { Comparison } from '../../compare/comparison.ts';
import { renderMarkdown } from '../render/render-markdown.ts';
import { collectAttention } from '../sections/noted/attention.ts';
import { comparisonDocument } from '../sections/comparison/comparison-document.ts';
import { gateDocument } from '../sections/gates/gate-document.ts';
import { runDocument } from '../sections/run-document.ts';
import { verdictSection } from '../sections/verdict.ts';
import type { ReportOptions, ReportSource } from '../source.ts';

/** Scenarios × models of each kind; a reviewer reads no more, and the rest is counted. */
const ROWS = 500;

/** For a pull request or a job summary, the verdict and the gates first: at most 1,000,000 bytes. */
export function* markdownReport(source: ReportSource, { gates = [] }: ReportOptions): Generator<string> {
  const { header, summary } = source;
  const noted = collectAttention(source.trials(), ROWS);
  yield* renderMarkdown([
    ...verdictSection(header, summary, noted.retries, gates),
    ...gates.flatMap(gateDocument),
    ...runDocument(header, summary, noted, 'whole'),
  ]);
}

/** A comparison for a pull request: at most 1,000,000 bytes. */
export function* markdownComparison(comparison: Comparison): Generator<string> {
  yield* renderMarkdown(comparisonDocument(comparison));
}

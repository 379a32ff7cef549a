import type { Comparison } from '../../compare/comparison.ts';
import { collectAttention } from '../sections/attention.ts';
import { renderMarkdown } from '../render/render-markdown.ts';
import { comparisonDocument } from '../sections/comparison-document.ts';
import { runDocument } from '../sections/run-document.ts';
import type { ReportSource } from '../source.ts';

/** Rows of each kind; a reviewer reads no more, and the rest is counted. */
const ROWS = 500;

/** For a pull request or a job summary: at most 1,000,000 bytes. */
export function* markdownReport(source: ReportSource): Generator<string> {
  const { header, summary } = source;
  yield* renderMarkdown(runDocument(header, summary, collectAttention(source.trials(), ROWS)));
}

/** A comparison for a pull request: at most 1,000,000 bytes. */
export function* markdownComparison(comparison: Comparison): Generator<string> {
  yield* renderMarkdown(comparisonDocument(comparison));
}

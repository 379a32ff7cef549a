import type { Comparison } from '../compare/comparison.ts';
import { comparisonDocument } from './sections/comparison-document.ts';
import { comparisonJunit } from './reporters/comparison-junit.ts';
import { renderMarkdown } from './render/render-markdown.ts';
import { renderTerminal } from './render/render-terminal.ts';
import type { ReportOptions } from './source.ts';

/** Renders a comparison as text, in pieces to be written in order. */
export type ComparisonReporter = (comparison: Comparison, options: ReportOptions) => Iterable<string>;

/** Reporters that a comparison has; html and csv show runs only. */
export const COMPARISON_REPORTERS: Readonly<Record<'table' | 'json' | 'markdown' | 'junit', ComparisonReporter>> = {
  table: (comparison, options) => [renderTerminal(comparisonDocument(comparison), options)],
  json: (comparison) => [`${JSON.stringify(comparison, null, 2)}\n`],
  markdown: (comparison) => renderMarkdown(comparisonDocument(comparison)),
  junit: (comparison) => comparisonJunit(comparison),
};

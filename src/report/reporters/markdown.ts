import type { Comparison } from '../../compare/comparison.ts';
import type { GateResult } from '../../compare/gates/check-gates.ts';
import type { ScenarioRow } from '../../domain/run.ts';
import { renderMarkdown } from '../render/render-markdown.ts';
import { collectAttention } from '../sections/noted/attention.ts';
import { comparisonDocument } from '../sections/comparison/comparison-document.ts';
import { gateDocument } from '../sections/gates/gate-document.ts';
import { editsSection } from '../sections/edits.ts';
import { runDocument } from '../sections/run-document.ts';
import { staleSection } from '../sections/stale-section.ts';
import { verdictSection } from '../sections/verdict.ts';
import type { ReportOptions, ReportSource } from '../source.ts';

/** Most scenarios × models of each kind. Further ones are counted. */
const ROWS = 500;

/**
 * A run for a pull request or a job summary, at most 1,000,000 bytes: the verdict, why a gate was not met, edits since the
 * baseline, recordings to make anew, then all failing trials, folded.
 */
export function* markdownReport(
  source: ReportSource,
  { gates = [], baseline = baselineOf(gates) }: ReportOptions,
): Generator<string> {
  const { header, summary, stale = [] } = source;
  const noted = collectAttention(source.trials(), ROWS);
  const body = runDocument(header, summary, noted, 'whole');
  yield* renderMarkdown([
    ...verdictSection(header, summary, noted.retries, gates),
    ...gates.flatMap(gateDocument),
    ...editsSection(baseline, header.scenarios),
    ...staleSection(stale),
    ...body.map((part) => (FOLDED.test(part.title ?? '') ? { ...part, folded: true } : part)),
  ]);
}

/** Scenarios of the baseline among the gates; `[]` without a baseline. */
function baselineOf(gates: readonly GateResult[]): readonly ScenarioRow[] {
  return gates.flatMap((result) => (result.gate === 'baseline' || result.gate === 'until' ? result.scenarios : []));
}

/** Titles of sections that are folded. */
const FOLDED = /^(Failing|Passed by tag|Unrecorded)/;

/** A comparison for a pull request, at most 1,000,000 bytes. */
export function* markdownComparison(comparison: Comparison): Generator<string> {
  yield* renderMarkdown(comparisonDocument(comparison));
}

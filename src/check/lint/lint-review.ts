import type { Scenario } from '../../domain/scenario.ts';
import { defineLint, warning, type LintIssue, type Lint } from '../lint.ts';

const CODES = { unreviewed: 'An import made the scenario, and no person has looked at it.' } as const;

/**
 * Reminds of scenarios that an import made from traffic and nobody has reviewed: what the model did may not be what it should
 * do.
 */
export const reviewLint: Lint = defineLint({ codes: CODES, over: () => lintReview });

function* lintReview({ review }: Scenario): Generator<LintIssue<keyof typeof CODES>> {
  if (!review) return;
  const message = 'An import wrote what it expects. Make it what should happen, then take `review` away.';
  yield warning('unreviewed', 'review', message);
}

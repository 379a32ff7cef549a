import type { Lint } from './lint.ts';
import { argumentsLint } from './lint/lint-arguments.ts';
import { duplicatesLint } from './lint/lint-duplicates.ts';
import { linksLint } from './lint/lint-links.ts';
import { pairingLint } from './lint/lint-pairing.ts';
import { patternsLint } from './lint/lint-patterns.ts';
import { promptLint } from './lint/lint-prompt.ts';
import { resultsLint } from './lint/lint-results.ts';
import { reviewLint } from './lint/lint-review.ts';

/** All lints of scenarios. Issues of one place are listed in this order. */
export const LINTS: readonly Lint[] = [
  argumentsLint,
  patternsLint,
  pairingLint,
  linksLint,
  promptLint,
  resultsLint,
  reviewLint,
  duplicatesLint,
];

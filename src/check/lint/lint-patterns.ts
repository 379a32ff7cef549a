import { shorten } from '../../text/shorten.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { patternsIn } from '../../match/scenario-patterns.ts';
import { slowText } from '../../pattern/slow-text.ts';
import { defineLint, warning, type LintIssue, type Lint } from '../lint.ts';

const CODES = {
  'slow-pattern':
    'A regular expression is not done with some texts within its steps; a trial with such a text is an error.',
} as const;

const SHOWN = 21;

/**
 * Finds patterns for which a text of a few hundred characters takes too many steps. A pattern is reported once for each
 * scenario.
 */
export const patternsLint: Lint = defineLint({ codes: CODES, over: () => lintPatterns });

function* lintPatterns(scenario: Scenario): Generator<LintIssue<keyof typeof CODES>> {
  const seen = new Set<string>();
  for (const { path, source, flags } of patternsIn(scenario)) {
    const key = `${flags}/${source}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const text = slowText(source, flags);
    if (text === null) continue;
    const shown = JSON.stringify(shorten(text, SHOWN));
    yield warning(
      'slow-pattern',
      path,
      `The pattern /${source}/ is not done with a text of ${text.length} characters such as ${shown}: a trial with such a text is an error. Write it so that each text is matched in one way, for example without a loop inside a loop.`,
    );
  }
}

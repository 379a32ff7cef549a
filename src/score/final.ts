import type { FinalExpectation } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import { containsText } from '../match/text/contains-text.ts';
import { compilePattern } from '../pattern/pattern.ts';

/**
 * True when the pattern matches a part of the text. Null when the pattern does not compile, which loading a scenario refuses.
 */
function finds(source: string, text: string): boolean | null {
  const compiled = compilePattern(source.normalize('NFC'));
  return compiled.ok ? compiled.pattern.test(text) : null;
}

/**
 * The conditions of `final` that the text does not meet. `path` is the step of the text, or the place of the condition where
 * there is no text. A null text meets no condition except `not`.
 */
export function judgeFinal(wanted: FinalExpectation, text: string | null, path: string): Problem[] {
  const problems: Problem[] = [];
  const miss = (detail: string, expected: string): void => {
    problems.push({ code: 'wrong-answer', path, expected, actual: text, detail });
  };
  for (const part of wanted.contains) {
    if (text === null || !containsText(text, part)) miss('contains', part);
  }
  const said = (text ?? '').normalize('NFC');
  if (wanted.matches !== null && finds(wanted.matches, said) !== true) miss('matches', wanted.matches);
  if (wanted.not !== null && finds(wanted.not, said) !== false) miss('not', wanted.not);
  return problems;
}

import type { FinalExpectation } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import { containsText } from '../match/text/contains-text.ts';
import { compilePattern } from '../match/pattern/compile.ts';

const compiled = new Map<string, RegExp | null>();

function regexFor(source: string): RegExp | null {
  let regex = compiled.get(source);
  if (regex === undefined) {
    regex = compilePattern(source);
    compiled.set(source, regex);
  }
  return regex;
}

/** The conditions that the final text does not meet; `path` is the step it stands in, or where the condition stands. A null text meets none but `not`. */
export function judgeFinal(wanted: FinalExpectation, text: string | null, path: string): Problem[] {
  const problems: Problem[] = [];
  const miss = (detail: string, expected: string): void => {
    problems.push({ code: 'wrong-answer', path, expected, actual: text, detail });
  };
  for (const part of wanted.contains) {
    if (text === null || !containsText(text, part)) miss('contains', part);
  }
  const said = (text ?? '').normalize('NFC');
  if (wanted.matches !== null && regexFor(wanted.matches)?.test(said) !== true) miss('matches', wanted.matches);
  if (wanted.not !== null && regexFor(wanted.not)?.test(said) !== false) miss('not', wanted.not);
  return problems;
}

import type { FinalExpectation } from '../domain/scenario.ts';
import { judgeFinal } from '../score/final.ts';
import { regexExamples } from '../pattern/regex-example.ts';

const PLAIN = 'Done.';
const MAX_TRIES = 60;

/** A final text that meets the conditions. Where the search finds none, a text with everything in `contains`. */
export function finalText(final: FinalExpectation | null): string {
  if (final === null) return PLAIN;
  let tries = 0;
  for (const text of candidates(final)) {
    tries += 1;
    if (judgeFinal(final, text, '').length === 0) return text;
    if (tries > MAX_TRIES) break;
  }
  return [PLAIN, ...final.contains].join(' ');
}

function* candidates(final: FinalExpectation): Generator<string> {
  const parts = final.contains;
  const joined = [parts.join(', '), parts.join(' '), parts.join('\n'), parts.join(''), parts.toReversed().join(' ')];
  if (final.matches === null) {
    if (parts.length === 0) yield PLAIN;
    for (const text of joined) yield* [`${text}.`, text, `The answer: ${text}`, `. ${text} .`];
    yield* ['OK', 'Fine.', '好的。', '-', '1'];
    return;
  }
  for (const example of regexExamples(final.matches)) {
    if (parts.length === 0) yield example;
    else for (const text of joined) yield* [text, `${example} ${text}`, `${text} ${example}`, `${text}\n${example}`];
  }
}

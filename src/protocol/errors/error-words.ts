import type { ErrorClass, ErrorWords } from './error-classes.ts';
import { REQUEST_WORDS } from './words/request-words.ts';
import { SERVER_WORDS } from './words/server-words.ts';
import { codePattern, wordPattern } from './word-pattern.ts';

/** All codes and phrases, in the order of the search. The first row that fits gives the class. `docs/wire.md` shows them. */
export const ERROR_WORDS: readonly ErrorWords[] = [...SERVER_WORDS, ...REQUEST_WORDS];

const COMPILED = ERROR_WORDS.map(({ means, codes, phrases }) => ({
  means,
  code: codePattern(codes),
  phrase: wordPattern(phrases),
}));

/** Most characters of an error that are searched. */
const LONGEST = 20_000;

/** The class of the first row that fits the codes or the text; null where none does. */
export function classOfWords(codes: readonly string[], text: string): ErrorClass | null {
  const read = text.slice(0, LONGEST);
  for (const { means, code, phrase } of COMPILED) {
    if (code !== null && codes.some((one) => code.test(one))) return means;
    if (phrase !== null && (phrase.test(read) || codes.some((one) => phrase.test(one)))) return means;
  }
  return null;
}

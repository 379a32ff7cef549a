import { BoundedMap } from '../../json/remember.ts';
import { asciiDigits } from './digits.ts';

/**
 * Punctuation that `$text` ignores. Signs with a meaning are kept: C# is not C, 5% is not 5. An exclamation mark that negates
 * is kept, in `!=`, in `!ok` and after a number.
 */
const SEPARATORS = /(?:\s|\u2212|(?<!\p{N}\s{0,3}!{0,3})!(?!!{0,3}\(?[=\p{L}\p{N}])|(?![#%&@*‰‱§!])\p{P})+/gu;
/** Operators. Spaces around them are removed: `a = 1` equals `a=1`. */
const OPERATOR = /[!=<>+*%&|~]/;
const SPACED_OPERATOR = / ?([!=<>+*%&|~]+) ?/gu;
/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u;
const DIGIT = /\p{Nd}/u;
const DASH = /^[\p{Pd}\u2212]$/u;

const remembered = new BoundedMap<string, string>(10_000);

/**
 * Normalizes case, spacing and punctuation: compatibility forms (NFKC), lower case, one space for each run of spaces and
 * punctuation, no space at the ends or beside Chinese and Japanese characters. Punctuation inside a number is kept: 1.5 is not
 * 15.
 */
export function evenText(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const folded = foldCase(asciiDigits(text.normalize('NFKC')));
  const even = folded
    .replace(SEPARATORS, (run, at: number) => {
      const before = /.$/su.exec(folded.slice(Math.max(0, at - 2), at));
      const after = /^./su.exec(folded.slice(at + run.length, at + run.length + 2));
      return evenRun(run, before?.[0] ?? '', after?.[0] ?? '');
    })
    .trim()
    .replace(SPACED_OPERATOR, '$1');
  remembered.set(text, even);
  return even;
}

/** Lower case of the upper case. This also equates letters without a single lower-case form: ß, ẞ and SS; ς and σ. */
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
}

function evenRun(run: string, left: string, right: string): string {
  if (DIGIT.test(right)) {
    if (run.length === 1 && DIGIT.test(left) && run.trim() !== '') return DASH.test(run) ? '-' : run;
    const isMinus = run.length > 1 || left === '' || OPERATOR.test(left) || UNSPACED.test(left);
    if (DASH.test(run.at(-1) ?? '') && isMinus) return UNSPACED.test(left) ? '-' : ' -';
  }
  return UNSPACED.test(left) || UNSPACED.test(right) ? '' : ' ';
}

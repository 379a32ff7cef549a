/**
 * A pattern for phrases of the tables of words: `insufficient (funds|balance)`, `model … does not exist`. In a phrase `…`
 * stands for up to 120 characters of one line, `<name>` for one word, a space for spaces, `_` or `-`, `(a|b)` for alternatives,
 * and `?` for an optional part. Case does not matter. A phrase that begins or ends with a letter matches only at the edge of a
 * word. Null for an empty list.
 */
export function wordPattern(phrases: readonly string[]): RegExp | null {
  return phrases.length === 0 ? null : new RegExp(phrases.map(source).join('|'), 'iu');
}

/** A pattern for whole codes, written like phrases; null for an empty list. */
export function codePattern(codes: readonly string[]): RegExp | null {
  return codes.length === 0 ? null : new RegExp(`^(?:${codes.map((code) => escape(code)).join('|')})$`, 'iu');
}

const OPENS = /^[a-z0-9_(]/i;
const CLOSES = /[a-z0-9_)?]$/i;

function source(phrase: string): string {
  const before = OPENS.test(phrase) ? String.raw`(?<![a-z0-9_])` : '';
  const after = CLOSES.test(phrase) ? String.raw`(?![a-z0-9_])` : '';
  return before + escape(phrase) + after;
}

function escape(phrase: string): string {
  return phrase
    .replace(/[.*+^${}[\]\\/]/g, String.raw`\$&`)
    .replace(/\(/g, '(?:')
    .replace(/<name>/g, String.raw`\S{1,100}`)
    .replace(/ ?… ?/g, '.{0,120}?')
    .replace(/ \?/g, String.raw`[\s_-]{0,20}`)
    .replace(/ /g, String.raw`[\s_-]{1,20}`);
}

const DIGIT = /\p{Nd}/u;
const FOREIGN_DIGITS = /(?![0-9])\p{Nd}/gu;

/** Replaces decimal digits of any script by 0-9: `２２`, `٢٢` and `२२` become 22. */
export function asciiDigits(text: string): string {
  return text.replace(FOREIGN_DIGITS, (digit) => {
    const folded = digit.normalize('NFKC');
    if (folded >= '0' && folded <= '9') return folded;
    // The ten digits of a script are consecutive code points, from zero on.
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value += 1;
    return String(value);
  });
}

import { asciiDigits } from './digits.ts';

const NUMERIC = /^[+-]?\d+(?:[.,]\d+)*$/u;
const INSIDE_NUMBER = /\d[.,]?$/u;
const MINUS_BEFORE = /(?:^|[^\p{L}\p{N}])-$/u;
const WORD_BEFORE = /[\p{L}\p{N}]$/u;
const NUMBER_GOES_ON = /^[.,]?\d/u;

/** True when `text` contains `part`. A number must be whole: `22°C` contains `22`; `2022`, `22.5` and `-22` do not. */
export function containsText(text: string, part: string): boolean {
  const wanted = part.normalize('NFC');
  const whole = text.normalize('NFC');
  return NUMERIC.test(wanted) ? containsNumber(whole, wanted) : whole.includes(wanted);
}

function containsNumber(text: string, wanted: string): boolean {
  const evened = asciiDigits(text.replaceAll('\u2212', '-'));
  const unwanted = /^\d/.test(wanted) ? [INSIDE_NUMBER, MINUS_BEFORE] : [WORD_BEFORE];
  for (let at = evened.indexOf(wanted); at !== -1; at = evened.indexOf(wanted, at + 1)) {
    const before = evened.slice(Math.max(0, at - 2), at);
    if (unwanted.some((pattern) => pattern.test(before))) continue;
    if (!NUMBER_GOES_ON.test(evened.slice(at + wanted.length, at + wanted.length + 2))) return true;
  }
  return false;
}

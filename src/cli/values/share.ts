import { UnexpectedValue } from './unexpected-value.ts';

/** From this number on a text without a percent sign is taken for a share in percent. */
const LEAST_PERCENT = 10;

/** Parses a share: a number from 0 to 1. Errors: UnexpectedValue, which says the share of a value in percent. */
export function parseShare(value: string): number {
  const number = shareOrNull(value);
  if (number === null) throw new UnexpectedValue(`a number from 0 to 1${shareMeant(value)}`);
  return number;
}

/** The share that a text is; null for a text that is no number from 0 to 1. */
export function shareOrNull(text: string): number | null {
  const number = decimal(text);
  return number !== null && number <= 1 ? number : null;
}

/** `: 0.9 for 90%` where a text seems to be a share in percent, else `''`. `before` stands before both, as `tag=` does. */
export function shareMeant(text: string, before = ''): string {
  const trimmed = text.trim();
  const percent = decimal(trimmed.replace(/%$/, ''));
  const isPercent = trimmed.endsWith('%') || (percent !== null && percent >= LEAST_PERCENT);
  if (percent === null || percent > 100 || !isPercent) return '';
  return `: ${before}${Number((percent / 100).toFixed(6))} for ${before}${percent}%`;
}

/** The number of a text of decimal digits; null for any other text. */
function decimal(text: string): number | null {
  const number = Number(text);
  return /^[\d.]+$/.test(text.trim()) && !Number.isNaN(number) ? number : null;
}

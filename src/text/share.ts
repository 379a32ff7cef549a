import { withoutNoise } from './numbers.ts';

/** From this number on a text without a percent sign is taken for a share in percent. */
const LEAST_PERCENT = 10;

/** The share that a text is; null for a text that is no number from 0 to 1 in decimal digits. */
export function shareOrNull(text: string): number | null {
  const number = decimal(text);
  return number !== null && number <= 1 ? number : null;
}

/** `0.9 for 90%` where a text seems to be a share in percent, else null. `before` stands before both, as `tag=` does. */
export function shareMeant(text: string, before = ''): string | null {
  const trimmed = text.trim();
  const percent = decimal(trimmed.replace(/%$/, ''));
  const isPercent = trimmed.endsWith('%') || (percent !== null && percent >= LEAST_PERCENT);
  if (percent === null || percent > 100 || !isPercent) return null;
  return `${before}${withoutNoise(percent / 100)} for ${before}${percent}%`;
}

/** The number of a text of decimal digits; null for any other text. */
function decimal(text: string): number | null {
  const number = Number(text);
  return /^[\d.]+$/.test(text.trim()) && !Number.isNaN(number) ? number : null;
}

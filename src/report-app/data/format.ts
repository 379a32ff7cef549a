const INTEGER = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const THREE_DIGITS = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const TWO_DIGITS = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** `13,040`. */
export function count(value: number): string {
  return INTEGER.format(value);
}

/** `1 trial`, `2 trials`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share of 0..1 as a number of percent without its sign; never rounded to 0 or 100. */
export function percentNumber(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1';
  if (share < 1 && share > 0.999) return '>99.9';
  const text = (share * 100).toFixed(1);
  return text.endsWith('.0') && (share === 0 || share === 1) ? text.slice(0, -2) : text;
}

/** `82.1%`. */
export function percent(share: number): string {
  return `${percentNumber(share)}%`;
}

/** `79.9–84.1`. */
export function interval([low, high]: readonly [number, number]): string {
  return `${percentNumber(low)}–${percentNumber(high)}`;
}

/** `840 ms`, `1.24 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${INTEGER.format(milliseconds)} ms` : `${THREE_DIGITS.format(milliseconds / 1000)} s`;
}

/** `$0.0021`. */
export function dollars(usd: number): string {
  if (usd === 0) return '$0';
  return usd < 1 ? `$${TWO_DIGITS.format(usd)}` : `$${usd.toFixed(2)}`;
}

/** A score of 0..1: `1`, `0.5`, `0.67`. */
export function score(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** `24 Nov 2026, 20:32 UTC`; the text itself where it is no date. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const text = date.toLocaleString('en-GB', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' });
  return `${text} UTC`;
}

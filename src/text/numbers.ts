/** Text for a value that does not apply. */
export const NONE = '–';

const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** A whole number as `13,075`. Not with `Intl`, whose first formatter takes longer than a short replay. */
export function count(value: number): string {
  return String(value).replace(THOUSANDS, ',');
}

/** `1 trial`, `2 trials`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** A share of 0..1 as `91.2%`. 100% and 0% only when exact. */
export function percent(rate: number | null): string {
  return rate === null ? NONE : `${percentNumber(rate)}%`;
}

/** A share as percent without the sign, for columns whose heading has it. */
export function percentNumber(rate: number): string {
  return bounded(rate * 100, 1, 100);
}

/** A share that somebody wrote, in percent with all its digits: `90`, `2.5`. */
export function writtenPercent(share: number): string {
  return String(withoutNoise(share * 100));
}

/** `[86–95]` in percent, or with one digit: `[91.2–92.8]`. */
export function percentInterval(interval: readonly [number, number] | null, digits: 0 | 1): string {
  return interval === null ? '' : `[${interval.map((end) => (end * 100).toFixed(digits)).join('–')}]`;
}

/** The size of a difference in percentage points: `3.1`. */
export function unsignedPoints(difference: number): string {
  return Math.abs(difference * 100).toFixed(1);
}

/** Percentage points with their sign: `+3.1`. */
export function points(difference: number | null): string {
  if (difference === null) return NONE;
  const text = unsignedPoints(difference);
  return Number(text) === 0 ? '0.0' : `${difference < 0 ? '−' : '+'}${text}`;
}

/** `[−1.2, +5.0]`, in percentage points. */
export function pointsInterval(interval: readonly [number, number] | null): string {
  return interval === null ? '' : `[${points(interval[0])}, ${points(interval[1])}]`;
}

/** A score: `0.98`; 1.00 and 0.00 only when exact. */
export function scoreNumber(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : bounded(value, 2, 1);
}

/** `1.25`, as in "1.25 times the older run". */
export function ratio(value: number): string {
  return value.toFixed(2);
}

/** `0.031`, `<0.001`. */
export function pValue(p: number | null): string {
  if (p === null) return NONE;
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

/** `850ms`, `2.4s`, `1m35s`. */
export function duration(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)}s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

/** A time in a sentence: `840 ms`, `1.5 s`. */
export function timeInWords(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(1))} s`;
}

/** A time that is counted while it passes, without digits that flicker: `12 s`, `5 min`, `1.5 h`. */
export function passingTime(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** Things in a second: `8.1/s`, `120/s`. */
export function perSecond(rate: number): string {
  return `${rate >= 10 ? Math.round(rate) : rate.toFixed(1)}/s`;
}

/** `24 Nov 2026, 20:32 UTC`, of an ISO date; the text itself where it is none. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.toLocaleString('en-GB', { timeZone: 'UTC', dateStyle: 'medium', timeStyle: 'short' })} UTC`;
}

/** `$0`, `$0.0012`, `$1.23`, `$1,234`. Small sums keep two significant digits. */
export function usd(value: number | null): string {
  if (value === null) return NONE;
  if (value === 0) return '$0';
  if (value >= 100) return `$${count(Math.round(value))}`;
  return `$${value >= 1 ? value.toFixed(2) : value.toFixed(Math.min(8, 1 - Math.floor(Math.log10(value))))}`;
}

/** A sum that grows while it is shown, always with four decimals: `$0.0421`. */
export function growingUsd(value: number): string {
  return `$${value.toFixed(4)}`;
}

/** US dollars per million tokens: `2.50`, `0.075`. More than two decimals are shown only where they are not zero. */
export function price(usdPerMillion: number | undefined): string {
  if (usdPerMillion === undefined) return NONE;
  const short = usdPerMillion.toFixed(2);
  return Number(short) === usdPerMillion ? short : String(usdPerMillion);
}

/** A short decimal number without the last digits that binary arithmetic adds: 0.9 for 0.9000000000000001. */
export function withoutNoise(value: number): number {
  return Number(value.toFixed(6));
}

/** Rounds, but never onto an end that was not reached. */
function bounded(value: number, digits: number, top: number): string {
  const step = 10 ** -digits;
  if (value > 0 && value < step) return step.toFixed(digits);
  if (value < top && value > top - step) return (top - step).toFixed(digits);
  return value === 0 || value === top ? String(top === 1 ? value.toFixed(digits) : value) : value.toFixed(digits);
}

/** `409.0 kB`, `13.1 MB`. */
export function fileSize(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

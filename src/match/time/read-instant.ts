import { asciiDigits } from '../text/digits.ts';
import { readDay } from './read-day.ts';

const CLOCK =
  /(?:t|[\s,]|^)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?\s*([ap])?\.?(?:m\.?)?\s*(z|(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?|utc|gmt)(?:\s*(?:\[[^\]]*\]|\([^)]*\)))?$/u;
/** Longest text that is read as a moment. */
const LONGEST = 200;
const DASHES = /[\p{Pd}\u2212]/gu;

/**
 * The moment that a text with a time zone names: the seconds since 1970 and the digits of the fraction, in one text that can be
 * compared. Null without a day, a time or a zone.
 */
export function readInstant(text: string): string | null {
  if (text.length > LONGEST) return null;
  const plain = asciiDigits(text.normalize('NFKC')).replace(DASHES, '-').toLowerCase().trim();
  const clock = CLOCK.exec(plain);
  const day = clock === null ? null : readDay(plain.slice(0, clock.index).replace(/\s+at$/u, ''));
  if (clock === null || day === null) return null;
  const [, hour = '', minute = '', second = '0', fraction = '', half, , sign, zoneHours = '0', zoneMinutes = '0'] =
    clock;
  const hours = hoursOf(Number(hour), half);
  const atMidnight = Number(minute) === 0 && Number(second) === 0;
  if (hours === null || hours > (atMidnight ? 24 : 23) || Number(minute) > 59 || Number(second) > 60) return null;
  if (Number(zoneHours) > 23 || Number(zoneMinutes) > 59) return null;
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60 * (sign === '-' ? -1 : 1);
  const midnight = new Date(`${day}T00:00:00Z`).getTime() / 1000;
  const seconds = midnight + hours * 3600 + Number(minute) * 60 + Number(second) - offset;
  return `${seconds}.${fraction.replace(/0+$/, '')}`;
}

/** The hour on a 24-hour clock; null for an hour that a 12-hour clock does not have. */
function hoursOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

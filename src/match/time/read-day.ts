import { asciiDigits } from '../text/digits.ts';

const ZONE = String.raw`(?:z|(?:utc|gmt|[a-z]{3,4})?(?:\s*[+-]\d{1,2}(?::?\d{2})?)?)`;
const CLOCK = String.raw`\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*(?:[ap]\.?m\.?)?`;
/** A time after the day: `T10:00Z`, `T100000Z`, ` at 10:00 AM GMT+0100 (CET)`. */
const TIME = new RegExp(
  String.raw`(?:(?<=\d)t(?:\d{4}(?:\d{2}(?:[.,]\d+)?)?|${CLOCK})|[\s,]\s*(?:at\s+)?${CLOCK})\s*${ZONE}\s*(?:\[[^\]]*\]|\([^)]*\))?$`,
  'u',
);
/** A time before the day, or between the day and the year as in `Mon Nov 23 10:00:00 UTC 2026`. */
const EARLY_TIME = /^\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt)?[\s,]+(?:on\s+)?/u;
const INNER_TIME = /\s\d{1,2}:\d{2}(?::\d{2})?(?:\s(?:[a-z]{3,4}))?(?=\s\d{4}$)/u;
const HAS_TIME = /\d:\d{2}|\d\s*[ap]\.?m|\dt\d/u;
const CJK_DAY = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*(?:[日号號일](.*))?$/u;
/** The rest of a Chinese, Japanese or Korean date after the day: a weekday, a time. */
const CJK_TAIL =
  /^\s*[(（]?((?:星期|周|週|禮拜|礼拜).|[月火水木金土日](?:曜日?)?(?=[)）]|$)|[月火水木金土日]曜日?|[월화수목금토일]요일)?[)）]?\s*(?:\p{L}{0,4}\s*\d{1,2}[:点點時时시]\s*(?:半|整|\d{0,2}[分분]?(?::\d{2})?))?$/u;
/** Weekdays by their one character, from Sunday on. */
const CJK_WEEKDAYS = ['日天일', '月一월', '火二화', '水三수', '木四목', '金五금', '土六토'];
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/u;
/** ISO 8601's day of a year, and day of a week. */
const YEAR_DAY = /^(\d{4})-?(\d{3})$/u;
const WEEK_DAY = /^(\d{4})-?w(\d{2})-?([1-7])$/u;
/** `º` and `ª` are `o` and `a` after NFKC. */
const ORDINAL = /^(\d{1,2})(?:st|nd|rd|th|er|o|a)?$/u;
/** Longest text that is read as a day. */
const LONGEST = 200;
const DASHES = /[\p{Pd}\u2212]/gu;
/** Languages of the known month and weekday names. A name of different months in two languages is not read. */
const LOCALES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'fi',
  'pl',
  'cs',
  'hr',
  'ru',
  'uk',
  'tr',
  'el',
  'ar',
  'hi',
  'id',
  'vi',
  'zh',
  'zh-Hant',
  'ja',
  'ko',
];
const FILLERS = new Set(['of', 'the', 'de', 'del', 'den', 'der', 'le', 'il', 'on', 'г']);
const CHINESE_DIGITS = '零一二三四五六七八九';

/** The day that a text names without ambiguity, as YYYY-MM-DD. Null where the text names none, or may mean two: 03/04/2026. */
export function readDay(text: string): string | null {
  if (text.length > LONGEST) return null;
  const plain = asciiDigits(text.normalize('NFKC')).replace(DASHES, '-').toLowerCase().trim();
  const cjk = CJK_DAY.exec(withoutChineseNumerals(plain));
  if (cjk !== null) return readCjk(cjk);
  const day = withoutTime(plain);
  const compact = COMPACT.exec(day);
  if (compact !== null) return realDay(compact[1], compact[2], compact[3]);
  const iso = readIso(day);
  if (iso !== undefined) return iso;
  const words = wordsOf(day);
  const weekdays = words.filter(isWeekday);
  const rest = words.filter((word) => !isWeekday(word));
  // A name of both a month and a weekday (Spanish "mar") is the weekday where another month is given.
  const spare = rest.length === 4 ? rest.find((word) => weekdaysOf(word) !== null) : undefined;
  if (spare !== undefined) {
    weekdays.push(spare);
    rest.splice(rest.indexOf(spare), 1);
  }
  const found = rest.length === 3 ? readWords(rest) : null;
  return found !== null && weekdays.every((word) => weekdaysOf(word)?.has(weekdayOf(found)) === true) ? found : null;
}

function withoutTime(text: string): string {
  if (!HAS_TIME.test(text)) return text;
  return text.replace(EARLY_TIME, '').replace(INNER_TIME, '').replace(TIME, '').trim();
}

/** The words and numbers of a text, also without spaces between them: `March1st,2026`. */
function wordsOf(text: string): string[] {
  return text
    .replace(/(\d(?:st|nd|rd|th)?)(?=\p{L})/gu, (number, _, at: number) => {
      const suffix = /^(?:st|nd|rd|th|er|o|a)(?!\p{L})/u.test(text.slice(at + number.length));
      return suffix ? number : `${number} `;
    })
    .replace(/(\p{L})(?=\d)/gu, '$1 ')
    .split(/[\s,./()-]+/u)
    .filter((word) => word !== '' && !FILLERS.has(word));
}

function readCjk([, year, month, day, tail = '']: RegExpExecArray): string | null {
  const end = CJK_TAIL.exec(tail);
  const found = realDay(year, month, day);
  if (end === null || found === null) return null;
  const name = (end[1] ?? '').replace(/曜日?$|요일$/u, '').at(-1);
  return name === undefined || CJK_WEEKDAYS[weekdayOf(found)]?.includes(name) === true ? found : null;
}

/** Reads ISO 8601's day of a year and day of a week. Undefined for any other form, null for a day that does not exist. */
function readIso(text: string): string | null | undefined {
  const [, year = '', dayOfYear] = YEAR_DAY.exec(text) ?? [];
  if (dayOfYear !== undefined) {
    const date = new Date(Date.UTC(Number(year), 0, Number(dayOfYear)));
    return Number(dayOfYear) > 0 && date.getUTCFullYear() === Number(year) ? date.toISOString().slice(0, 10) : null;
  }
  const [, weekYear, week, weekday] = WEEK_DAY.exec(text) ?? [];
  if (weekYear === undefined) return undefined;
  // Week 1 contains the 4th of January; a week belongs to the year of its Thursday.
  const fourth = new Date(Date.UTC(Number(weekYear), 0, 4));
  const monday = 4 - ((fourth.getUTCDay() + 6) % 7) + (Number(week) - 1) * 7;
  const thursday = new Date(Date.UTC(Number(weekYear), 0, monday + 3));
  if (Number(week) < 1 || thursday.getUTCFullYear() !== Number(weekYear)) return null;
  return new Date(Date.UTC(Number(weekYear), 0, monday + Number(weekday) - 1)).toISOString().slice(0, 10);
}

/** Weekday of a day, from 0 for Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

function readWords(words: readonly string[]): string | null {
  const numbers: (string | null)[] = words.map(
    (word) => ORDINAL.exec(word)?.[1] ?? (/^\d{4}$/.test(word) ? word : null),
  );
  const [a, b, c] = numbers;
  if (numbers.every((number) => number !== null)) {
    if (a?.length === 4) return realDay(a, b ?? '', c ?? '');
    return c?.length === 4 ? readNumeric(a ?? '', b ?? '', c) : null;
  }
  const name = numbers.indexOf(null);
  const month = monthOf(words[name] ?? '');
  const [first, second] = numbers.filter((number) => number !== null);
  if (month === null || first === undefined || second === undefined) return null;
  return first.length === 4 ? realDay(first, String(month), second) : realDay(second, String(month), first);
}

/** Reads day and month in either order. Returns a day only where one order is valid, or where both give the same day. */
function readNumeric(a: string, b: string, year: string): string | null {
  const dayFirst = realDay(year, b, a);
  const monthFirst = realDay(year, a, b);
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) return null;
  return dayFirst ?? monthFirst;
}

function realDay(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  if (year?.length !== 4 || month === undefined || day === undefined) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** Replaces Chinese numerals: 二〇二六年十一月二十三日 becomes 2026年11月23日. */
function withoutChineseNumerals(text: string): string {
  return text
    .replaceAll('〇', '零')
    .replace(/([二三]?)十([一二三四五六七八九]?)/gu, (_, tens: string, ones: string) =>
      String((tens === '' ? 1 : CHINESE_DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : CHINESE_DIGITS.indexOf(ones))),
    )
    .replace(/[零一二三四五六七八九](?=[零一二三四五六七八九\d]|\s*[年月日号號])/gu, (digit) =>
      String(CHINESE_DIGITS.indexOf(digit)),
    );
}

interface CalendarNames {
  /** The month of each name; 0 for a name of several months. */
  readonly months: ReadonlyMap<string, number>;
  /** The weekdays that each name may mean, from 0 for Sunday. */
  readonly weekdays: ReadonlyMap<string, ReadonlySet<number>>;
}

let names: CalendarNames | null = null;

function monthOf(word: string): number | null {
  const month = calendarNames().months.get(word);
  return month === undefined || month === 0 ? null : month;
}

function isWeekday(word: string): boolean {
  return weekdaysOf(word) !== null && !calendarNames().months.has(word);
}

function weekdaysOf(word: string): ReadonlySet<number> | null {
  return /\d/u.test(word) ? null : (calendarNames().weekdays.get(word) ?? null);
}

/** Made when the first date with names is read. Adds some English short forms that the tables of `Intl` lack. */
function calendarNames(): CalendarNames {
  if (names !== null) return names;
  const months = new Map<string, number>([['sept', 9]]);
  const weekdays = new Map<string, Set<number>>([
    ['tues', new Set([2])],
    ['thur', new Set([4])],
    ['thurs', new Set([4])],
  ]);
  for (const locale of LOCALES) {
    for (const style of ['long', 'short'] as const) {
      for (let month = 1; month <= 12; month += 1) {
        const date = Date.UTC(2026, month - 1, 3);
        for (const options of [{ month: style }, { month: style, day: 'numeric' }] as const) {
          const name = part(date, locale, options, 'month');
          const known = months.get(name);
          months.set(name, known === undefined || known === month ? month : 0);
        }
      }
      for (let day = 1; day <= 7; day += 1) {
        const date = Date.UTC(2026, 0, day);
        const name = part(date, locale, { weekday: style }, 'weekday');
        weekdays.set(name, (weekdays.get(name) ?? new Set()).add(new Date(date).getUTCDay()));
      }
    }
  }
  names = { months, weekdays };
  return names;
}

function part(date: number, locale: string, options: Intl.DateTimeFormatOptions, type: 'month' | 'weekday'): string {
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const found = format.formatToParts(date).find((candidate) => candidate.type === type)?.value ?? '';
  return found.normalize('NFKC').toLowerCase().replace(/\.$/u, '');
}

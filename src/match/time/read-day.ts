import { asciiDigits } from '../text/digits.ts';

const TIME =
  /(?:(?<=\d)t|[\s,]\s*(?:at\s+)?)\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?(?:\[[^\]]*\])?$/u;
const HAS_TIME = /\d:\d{2}|\d\s*[ap]\.?m|\dt\d/u;
const CJK_DAY = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*(?:[日号號일](.*))?$/u;
/** What may follow the day there: a weekday, a time. */
const CJK_TAIL =
  /^\s*[(（]?(?:(?:星期|周|週|禮拜|礼拜).|[月火水木金土日](?:曜日?)?(?=[)）])|[월화수목금토일]요일)?[)）]?\s*(?:\p{L}{0,4}\s*\d{1,2}[:点點时時시]\s*(?:半|整|\d{0,2}[分분]?(?::\d{2})?))?$/u;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/u;
const ORDINAL = /^(\d{1,2})(?:st|nd|rd|th|er|º|ª)?$/u;
/** Languages whose month and weekday names are read; a name that means two months in two of them is not. */
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

/** The day that a text names without ambiguity, as YYYY-MM-DD; null where there is none, or two: 03/04/2026. */
export function readDay(text: string): string | null {
  const plain = asciiDigits(text.normalize('NFKC')).toLowerCase().trim();
  const cjk = CJK_DAY.exec(withoutChineseNumerals(plain));
  if (cjk !== null) return CJK_TAIL.test(cjk[4] ?? '') ? realDay(cjk[1], cjk[2], cjk[3]) : null;
  const day = HAS_TIME.test(plain) ? plain.replace(TIME, '').trim() : plain;
  const compact = COMPACT.exec(day);
  if (compact !== null) return realDay(compact[1], compact[2], compact[3]);
  const words = day.split(/[\s,./()-]+/u).filter((word) => word !== '' && !FILLERS.has(word) && !isWeekday(word));
  return words.length === 3 ? readWords(words) : null;
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

/** Day and month may stand in either order: only where one reading is a day, or both are the same. */
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

/** 二〇二六年十一月二十三日 as 2026年11月23日. */
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

let names: { readonly months: Map<string, number>; readonly weekdays: Set<string> } | null = null;

function monthOf(word: string): number | null {
  const month = calendarNames().months.get(word);
  return month === undefined || month === 0 ? null : month;
}

function isWeekday(word: string): boolean {
  return !/\d/u.test(word) && calendarNames().weekdays.has(word) && !calendarNames().months.has(word);
}

/** Built at the first spelled-out date. Some English short forms are not in the tables. */
function calendarNames(): NonNullable<typeof names> {
  if (names !== null) return names;
  const months = new Map<string, number>([['sept', 9]]);
  const weekdays = new Set<string>(['tues', 'thur', 'thurs']);
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
        weekdays.add(part(Date.UTC(2026, 0, day), locale, { weekday: style }, 'weekday'));
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

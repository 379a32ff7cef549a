import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** Characters of a text that a report shows. Longer texts lose their middle. */
const LONGEST = 400;
const LONGEST_STREAM = 20_000;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g;
/** A Unix time of the years 2020 to 2070, in seconds or milliseconds. Digits within a longer number do not count. */
const STAMP = /(?<![\d.])(?:1[6-9]|2\d|30)\d{8}(?:\d{3})?(?![\d.])/g;
const TOKEN = /[A-Za-z0-9_-]{12,}/g;

/**
 * A body for a report, equal in every run. `<id>` and `<time>` replace ids and times that the gateway made up, and long texts lose their
 * middle. Ids and times in `ours`, the text of the request and the answer, are kept because tooltape wrote them.
 */
export function steadyBody(body: Json, ours: string): Json {
  if (typeof body === 'string') return short(steadyText(body, ours));
  if (typeof body === 'number') return isStamp(body) && !ours.includes(String(body)) ? '<time>' : body;
  if (Array.isArray(body)) return body.map((item) => steadyBody(item, ours));
  if (!isObject(body)) return body;
  const shown: JsonObject = {};
  for (const [name, value] of Object.entries(body)) shown[name] = steadyBody(value, ours);
  return shown;
}

/** A body that tooltape wrote, for a report. Long texts lose their middle. */
export function shortenedBody(body: Json): Json {
  if (typeof body === 'string') return short(body);
  if (Array.isArray(body)) return body.map(shortenedBody);
  if (!isObject(body)) return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, shortenedBody(value)]));
}

function isStamp(value: number): boolean {
  return Number.isInteger(value) && new RegExp(`^${STAMP.source}$`).test(String(value));
}

/** A message or an event stream with `<id>` and `<time>` in place of ids and times that are not in `ours`. */
export function steadyText(text: string, ours: string): string {
  return text
    .replace(UUID, (found) => (ours.includes(found) ? found : '<id>'))
    .replace(TIME, (found) => (ours.includes(found) ? found : '<time>'))
    .replace(STAMP, (found) => (ours.includes(found) ? found : '<time>'))
    .replace(TOKEN, (found) => (isMadeUp(found) && !ours.includes(found) ? '<id>' : found));
}

/** True for a token with a letter beside a digit, because words have none. */
function isMadeUp(token: string): boolean {
  return /\d/.test(token) && /[A-Za-z]/.test(token) && /[A-Za-z]\d|\d[A-Za-z]/.test(token);
}

/** The text, without its middle where it is long. Event streams have a higher limit than other texts. */
function short(text: string): string {
  const limit = /^(?:data|event):/.test(text) ? LONGEST_STREAM : LONGEST;
  if (text.length <= limit) return text;
  const end = limit / 2;
  return `${text.slice(0, end)}… ${text.length - limit} characters …${text.slice(-end)}`;
}

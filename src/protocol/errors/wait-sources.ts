import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { RawResponse } from '../../domain/wire.ts';
import { parseObject } from '../../json/parse.ts';
import { hasError, isBareError, readError } from './error-body.ts';

/** The parts of a response that may say how long to wait. */
interface Told {
  readonly headers: { readonly [name: string]: string };
  /** The body and the error objects inside it; `[]` where the body is no JSON. */
  readonly objects: readonly JsonObject[];
  readonly text: string;
}

/**
 * A place where providers say how long to wait. `read` returns milliseconds from `now` (milliseconds since 1970), or null where
 * the place is empty.
 */
export interface WaitSource {
  /** The place as `docs/wire.md` shows it. */
  readonly where: string;
  readonly read: (told: Told, now: number) => number | null;
}

/** All places, in order. The first that says how long to wait counts. */
export const WAIT_SOURCES: readonly WaitSource[] = [
  { where: '`retry-after-ms`', read: ({ headers }) => milliseconds(headers['retry-after-ms']) },
  {
    where: '`Retry-After`: seconds, or a date',
    read: ({ headers }, now) => secondsOrDate(headers['retry-after'], now),
  },
  {
    where: "Google's `RetryInfo.retryDelay` in `error.details`",
    read: ({ objects }) => firstOf(objects, (object) => retryInfo(object)),
  },
  {
    where: '`retry_after_ms`, `retry_after`, `retry_after_seconds` or `estimated_time` in the body',
    read: ({ objects }) => firstOf(objects, (object) => bodyWait(object)),
  },
  { where: '"try again in 7.6s", "retry after 26 seconds" in the text', read: ({ text }) => waitInText(text) },
  {
    where: '`X-RateLimit-Reset` or `Retry-After` in `error.metadata.headers` (OpenRouter)',
    read: ({ objects }, now) => firstOf(objects, (object) => metadataWait(object, now)),
  },
  {
    where: '`x-ratelimit-reset-*` of the limit whose `x-ratelimit-remaining-*` is 0',
    read: ({ headers }, now) => limitReset(headers, now),
  },
];

/** Milliseconds that a response asks to wait; null when it does not say. */
export function askedWaitMs(response: RawResponse, now: number): number | null {
  const told = toldBy(response);
  for (const { read } of WAIT_SOURCES) {
    const wait = read(told, now);
    if (wait !== null) return Math.max(0, wait);
  }
  return null;
}

/** True when a response says how long to wait. The answer does not depend on the time of the call. */
export function namesWait(response: RawResponse): boolean {
  return askedWaitMs(response, 0) !== null;
}

/** True when an error in the place of an answer says how long to wait. */
export function errorNamesWait(error: Json): boolean {
  return namesWait({ status: 200, headers: {}, body: { kind: 'json', value: error } });
}

function toldBy({ status, headers, body }: RawResponse): Told {
  const value = body.kind === 'json' ? body.value : body.kind === 'sse' ? errorEvent(body.text) : null;
  const objects: JsonObject[] = [];
  for (const one of Array.isArray(value) ? value : [value]) {
    if (!isObject(one)) continue;
    const error = one['error'];
    if (isObject(error ?? null) && isObject(error)) objects.push(error);
    objects.push(one);
  }
  const text = value === null ? textOf(status, body) : readError(value).message;
  return { headers, objects, text };
}

/** The text of an error that is no JSON. Other texts are the model's, which may speak of waits as well. */
function textOf(status: number, body: RawResponse['body']): string {
  if (body.kind === 'json' || body.kind === 'base64') return '';
  const isError = status < 200 || status > 299 || isBareError(body.text);
  return isError ? body.text : '';
}

/** Characters at the end of a stream in which its error is looked for. An error is the last event of its stream. */
const LONGEST_END = 20_000;

/** The JSON of the last event that reports an error; null where a stream has none. */
function errorEvent(text: string): Json {
  for (const line of text
    .slice(-LONGEST_END)
    .split(/[\r\n]+/)
    .reverse()) {
    const value = parseObject(line.replace(/^data:/, ''));
    if (value !== null && (hasError(value) || value['type'] === 'error')) return value;
  }
  return null;
}

function firstOf(objects: readonly JsonObject[], read: (object: JsonObject) => number | null): number | null {
  for (const object of objects) {
    const wait = read(object);
    if (wait !== null) return wait;
  }
  return null;
}

function milliseconds(value: Json | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? Math.max(0, number) : null;
}

function secondsOrDate(value: Json | undefined, now: number): number | null {
  const seconds = milliseconds(value);
  if (seconds !== null) return seconds * 1000;
  return typeof value === 'string' ? (duration(value) ?? untilDate(value, now)) : null;
}

function untilDate(value: string, now: number): number | null {
  const date = /\d{4}|GMT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function retryInfo(error: JsonObject): number | null {
  const { details } = error;
  for (const detail of Array.isArray(details) ? details : []) {
    if (!isObject(detail)) continue;
    const delay = detail['retryDelay'] ?? detail['retry_delay'];
    if (typeof delay === 'string') return duration(delay);
    if (isObject(delay ?? null) && isObject(delay)) return secondsOf(delay);
  }
  return null;
}

function secondsOf(delay: JsonObject): number | null {
  const seconds = milliseconds(delay['seconds'] ?? 0);
  const nanos = milliseconds(delay['nanos'] ?? 0);
  return seconds === null || nanos === null ? null : seconds * 1000 + nanos / 1_000_000;
}

function bodyWait(object: JsonObject): number | null {
  const inMs = milliseconds(object['retry_after_ms'] ?? object['retryAfterMs']);
  if (inMs !== null) return inMs;
  const { parameters, metadata } = object;
  for (const holder of [object, parameters, metadata]) {
    if (!isObject(holder ?? null) || !isObject(holder)) continue;
    const names = ['retry_after', 'retryAfter', 'retry_after_seconds', 'retryAfterSeconds', 'estimated_time'];
    for (const name of names) {
      const value = holder[name];
      const seconds = typeof value === 'string' ? (duration(value) ?? null) : milliseconds(value);
      if (seconds !== null) return typeof value === 'string' ? seconds : seconds * 1000;
    }
  }
  return null;
}

const IN_TEXT =
  /(?:try(?:ing)?(?: it)?(?: again)?|retry(?:ing)?|wait|available(?: again)?|resets?)(?: (?:again|your request))?(?: (?:after|in|for|at least))? ?:? ?((?:\d+(?:\.\d+)? ?(?:ms|milliseconds?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z]),? ?(?:and )?)+)/i;
const IN_CHINESE = /(\d{1,20}(?:\.\d{1,20})?) ?(毫秒|秒|分钟|小时)(?:钟)?(?:之?后|再)/;
const CHINESE_MS: { readonly [unit: string]: number } = { 毫秒: 1, 秒: 1000, 分钟: 60_000, 小时: 3_600_000 };

function waitInText(text: string): number | null {
  const told = IN_TEXT.exec(text.slice(0, 20_000));
  if (told !== null) return duration(told[1] ?? '');
  const chinese = IN_CHINESE.exec(text.slice(0, 20_000));
  return chinese === null ? null : Number(chinese[1]) * (CHINESE_MS[chinese[2] ?? ''] ?? 1000);
}

const DURATION_PART =
  /(\d{1,20}(?:\.\d{1,20})?) ?(ms|milliseconds?|d(?:ays?)?|h(?:ours?|rs?)?|m(?:in(?:ute)?s?)?|s(?:ec(?:ond)?s?)?)(?![a-z])/giu;

/** Milliseconds of `2m59.56s`, `350ms` or `1 minute and 5 seconds`; null for a text without a duration. */
function duration(text: string): number | null {
  let total: number | null = null;
  for (const [, count, unit] of text.matchAll(DURATION_PART))
    total = (total ?? 0) + Number(count) * unitMs(unit ?? 's');
  return total;
}

function unitMs(unit: string): number {
  const name = unit.toLowerCase();
  if (name === 'ms' || name.startsWith('milli')) return 1;
  if (name.startsWith('d')) return 86_400_000;
  if (name.startsWith('h')) return 3_600_000;
  return name.startsWith('m') ? 60_000 : 1000;
}

function metadataWait(error: JsonObject, now: number): number | null {
  const { metadata } = error;
  const told = isObject(metadata ?? null) && isObject(metadata) ? metadata['headers'] : null;
  if (!isObject(told ?? null) || !isObject(told)) return null;
  const headers: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(told)) {
    if (typeof value === 'string' || typeof value === 'number') headers[name.toLowerCase()] = String(value);
  }
  return (
    milliseconds(headers['retry-after-ms']) ?? secondsOrDate(headers['retry-after'], now) ?? limitReset(headers, now)
  );
}

const RESET = /^(?:x-|anthropic-)?rate-?limit-(?:(.*)-)?reset(?:-after)?(?:-(.*))?$/;

/** Most characters of a header's name. A body may name headers as well, at any length. */
const LONGEST_NAME = 200;

/**
 * Milliseconds until the exhausted limit resets; the longest of several exhausted limits. Where no header says which limit is
 * exhausted, the reset of the only limit.
 */
function limitReset(headers: Told['headers'], now: number): number | null {
  const resets: { readonly wait: number; readonly usedUp: boolean }[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (name.length > LONGEST_NAME || !RESET.test(name)) continue;
    const wait = resetWait(value, now);
    if (wait === null) continue;
    const remaining = headers[name.replace(/reset(?:-after)?/, 'remaining')];
    resets.push({ wait, usedUp: remaining !== undefined && Number(remaining) <= 0 });
  }
  const usedUp = resets.filter((reset) => reset.usedUp).map(({ wait }) => wait);
  if (usedUp.length > 0) return Math.max(...usedUp);
  return resets.length === 1 ? (resets[0]?.wait ?? null) : null;
}

/** Milliseconds of a reset header, which holds seconds, seconds or milliseconds since 1970, a duration, or a date. */
function resetWait(value: string, now: number): number | null {
  const number = milliseconds(value);
  if (number === null) return duration(value) ?? untilDate(value, now);
  if (number > 1e11) return Math.max(0, number - now);
  return number > 1e9 ? Math.max(0, number * 1000 - now) : number * 1000;
}

import { isObject, type Json } from '../json/json.ts';

/** `text` of at most `limit` UTF-16 units, `…` in place of its end; never cut through a character or behind a joiner. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${start(text, Math.max(0, limit - 1))}…`;
}

/** The part of `text` around unit `from`, at most `limit` units of it, `…` for what is left out on either side. */
export function excerptAround(text: string, from: number, limit: number): string {
  if (text.length <= limit) return text;
  const first = Math.max(0, Math.min(from - Math.floor(limit / 4), text.length - limit));
  const begin = isLowSurrogate(text, first) ? first + 1 : first;
  return `${begin > 0 ? '…' : ''}${shorten(text.slice(begin), limit)}`;
}

/** Parts joined by `separator`, as many whole ones as fit into `limit` units and at least one; the rest is counted: `… 3 more`. */
export function joinShort(parts: readonly string[], separator: string, limit: number): string {
  let text = shorten(parts[0] ?? '', limit);
  for (let i = 1; i < parts.length; i++) {
    const longer = text + separator + parts[i];
    if (longer.length > limit) return `${text}${separator}… ${parts.length - i} more`;
    text = longer;
  }
  return text;
}

/**
 * A value as JSON of about `limit` units. What is too long loses the end of its texts and the last items of its lists
 * and objects, so that every bracket and quote is closed: `{"to":"tom@exam…","items":[{"sku":"TWL-9"},… 3 more]}`.
 */
export function shortJson(value: Json, limit: number): string {
  return fits(value, limit) ? JSON.stringify(value) : write(value, limit).text;
}

interface Written {
  readonly text: string;
  /** Something of the value was left out. */
  readonly cut: boolean;
}

/** Texts keep at least this much, so that a reader recognises them. */
const SHORTEST_TEXT = 12;

function write(value: Json, room: number): Written {
  if (fits(value, room)) return { text: JSON.stringify(value), cut: false };
  if (typeof value === 'string') {
    return { text: JSON.stringify(`${start(value, Math.max(SHORTEST_TEXT, room - 3))}…`), cut: true };
  }
  const isList = Array.isArray(value);
  if (!isList && !isObject(value)) return { text: String(value), cut: false };
  const keys = isList ? null : Object.keys(value);
  const length = keys === null ? (value as Json[]).length : keys.length;
  let text = '';
  let at = 0;
  for (; at < length; at++) {
    const left = room - text.length - 4;
    if (left < (at > 0 ? SHORTEST_TEXT : 0)) break;
    const key = keys?.[at];
    const name = key === undefined ? '' : `${JSON.stringify(shorten(key, 40))}:`;
    const item = (key === undefined ? (value as Json[])[at] : (value as { [name: string]: Json })[key]) as Json;
    const { text: written, cut } = write(item, Math.max(0, left - name.length));
    text += `${at === 0 ? '' : ','}${name}${written}`;
    if (cut) {
      at++;
      break;
    }
  }
  const rest = at < length ? `${at === 0 ? '' : ','}… ${length - at} more` : '';
  return { text: isList ? `[${text}${rest}]` : `{${text}${rest}}`, cut: true };
}

/** Whether a value's JSON has at most `limit` units. Looks at no more of the value than that. */
function fits(value: Json, limit: number): boolean {
  let left = limit;
  const take = (item: Json): boolean => {
    if (typeof item === 'string') {
      left -= item.length > left ? item.length : JSON.stringify(item).length;
    } else if (Array.isArray(item)) {
      left -= 2;
      for (const one of item) if (left < 0 || !take(one)) return false;
      left -= Math.max(0, item.length - 1);
    } else if (isObject(item)) {
      left -= 2;
      let entries = 0;
      for (const key in item) {
        left -= (entries++ > 0 ? 2 : 1) + (key.length > left ? key.length : JSON.stringify(key).length);
        if (left < 0 || !take(item[key] as Json)) return false;
      }
    } else left -= String(item).length;
    return left >= 0;
  };
  return take(value);
}

/** The first `limit` units of a text, without half a character or a joiner that would have joined what is cut off. */
function start(text: string, limit: number): string {
  const whole = isLowSurrogate(text, limit) ? limit - 1 : limit;
  let end = whole;
  while (end > 0 && JOINERS.has(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end === 0 ? whole : end);
}

const JOINERS: ReadonlySet<number> = new Set([0x200c, 0x200d, 0xfe0e, 0xfe0f]);

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}

import { isObject, type Json } from '../json/json.ts';
import { BEARER, escapeRegExp, KEY_SHAPES, KEY_START, spellings } from './secret-shapes.ts';

/** What stands in place of every secret, in files and in what is hashed. */
export const REDACTED = '[redacted]';

/** Replaces secrets: the same text for the same secret, whoever asks. Doing it twice changes nothing. */
export interface Redactor {
  /** False where nothing can be redacted in `text`, or in the values of the JSON that it is: one pass, the early way out. */
  mayHold(text: string): boolean;
  text(text: string): string;
  /** Values and keys at any depth. The same object where nothing changes. */
  json<T extends Json>(value: T): T;
}

export interface RedactorOptions {
  /** Values to hide wherever they stand. Those shorter than 12 characters are left alone: they would hide ordinary words. */
  readonly secrets?: readonly string[];
  /** Patterns of the user; every match is replaced as a whole. */
  readonly patterns?: readonly RegExp[];
}

export const MIN_SECRET_LENGTH = 12;

/**
 * Recognisable shapes go first, secrets known by value after them: a replay knows no values, and must find
 * the same text as the recording where a key can be told by its shape.
 */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const secrets = [...new Set((options.secrets ?? []).filter((secret) => secret.length >= MIN_SECRET_LENGTH))];
  const known = secrets.flatMap(spellings).sort((a, b) => b.length - a.length);
  const values = known.length === 0 ? null : new RegExp(known.map(escapeRegExp).join('|'), 'g');
  const written = secrets.length === 0 ? null : new RegExp(secrets.flatMap(inJson).map(escapeRegExp).join('|'));
  const patterns = (options.patterns ?? []).map(
    ({ source, flags }) => new RegExp(source, `${flags.replace(/[gy]/g, '')}g`),
  );

  const mayHold = (text: string): boolean =>
    patterns.length > 0 || KEY_START.test(text) || written?.test(text) === true;
  const once = (text: string): string => {
    let result = text.replace(KEY_SHAPES, REDACTED).replace(BEARER, REDACTED);
    for (const pattern of patterns) result = replaceBetween(result, pattern);
    return values === null ? result : result.replace(values, REDACTED);
  };
  const redactText = (text: string): string => (mayHold(text) ? settled(text, once) : text);
  const redactJson = (value: Json): Json => {
    if (typeof value === 'string') return redactText(value);
    if (Array.isArray(value)) {
      let changed: Json[] | null = null;
      for (let i = 0; i < value.length; i++) {
        const item = value[i] as Json;
        const redacted = redactJson(item);
        if (redacted !== item) (changed ??= value.slice())[i] = redacted;
      }
      return changed ?? value;
    }
    if (!isObject(value)) return value;
    let changed = false;
    const seen = new Set<string>();
    const entries: [string, Json][] = [];
    for (const key of Object.keys(value)) {
      const item = value[key] as Json;
      const redacted = redactJson(item);
      const name = unused(redactText(key), seen);
      changed ||= redacted !== item || name !== key;
      entries.push([name, redacted]);
    }
    return changed ? Object.fromEntries(entries) : value;
  };
  return { mayHold, text: redactText, json: <T extends Json>(value: T): T => redactJson(value) as T };
}

/** Two keys of an object that both become the placeholder must not become one. */
function unused(name: string, seen: Set<string>): string {
  let result = name;
  for (let n = 2; seen.has(result); n++) result = `${name} ${n}`;
  seen.add(result);
  return result;
}

/** A replacement can uncover a boundary that was none before. */
function settled(text: string, once: (text: string) => string): string {
  let before = text;
  for (let round = 0; round < 8; round++) {
    const after = once(before);
    if (after === before) return after;
    before = after;
  }
  return before;
}

/** A pattern of the user may match inside the placeholder, which would grow with each pass. */
function replaceBetween(text: string, pattern: RegExp): string {
  const hide = (piece: string): string => piece.replace(pattern, (match) => (match === '' ? '' : REDACTED));
  return text.includes(REDACTED) ? text.split(REDACTED).map(hide).join(REDACTED) : hide(text);
}

/** A text that is looked through as JSON holds a value escaped, or twice where it stands in a JSON string inside. */
function inJson(secret: string): string[] {
  const all = spellings(secret).flatMap((text) => {
    const once = JSON.stringify(text).slice(1, -1);
    return [text, once, JSON.stringify(once).slice(1, -1)];
  });
  return [...new Set(all)];
}

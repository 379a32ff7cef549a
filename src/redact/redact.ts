import { isJsonText, mapLiterals } from '../json/json-literals.ts';
import { isObject, type Json } from '../json/json.ts';
import { PatternStopped } from '../pattern/pattern-stopped.ts';
import type { Pattern } from '../pattern/pattern.ts';
import { replaceKeys } from './find-keys.ts';
import { createKnownValues } from './known-values.ts';
import { mayHoldKey } from './may-hold-key.ts';
import { mapBetween, REDACTED } from './placeholder.ts';
import { redactParts } from './pieces.ts';
import { repeatedPiece } from './repeated.ts';
import { spellings } from './spellings.ts';

/**
 * Replaces secrets by placeholders. Equal secrets get equal placeholders, and redacting twice changes nothing. Text that is
 * JSON is decoded, so that no escape hides a value, and only its strings are redacted.
 */
export interface Redactor {
  /** False where `text`, and the values of the JSON in it, certainly contain no secret. A quick first test. */
  mayHold(text: string): boolean;
  /** Redacts a text. `field` is the name of the object member that has the text as its value. */
  text(text: string, field?: string): string;
  /** Redacts values and member names at any depth. Returns the same object where nothing changes. */
  json<T extends Json>(value: T, field?: string): T;
  /**
   * Redacts a list of parts of one text, where a secret may be split over the parts. Returns the same list where nothing
   * changes.
   */
  parts(items: Json[]): Json[];
  /** Redacts names and addresses without the user's patterns, because these may match any word. */
  name(text: string): string;
}

/** A redactor with its own placeholders: `placeholder` gets the hidden value and returns its placeholder. */
export interface RedactorSource extends Redactor {
  named(placeholder: (value: string) => string): Redactor;
}

export interface RedactorOptions {
  /** Values to hide everywhere. Values of less than 12 characters are not hidden, because they would match ordinary words. */
  readonly secrets?: readonly string[];
  /** Patterns of the user. Every whole match is replaced. */
  readonly patterns?: readonly Pattern[];
}

export const MIN_SECRET_LENGTH = 12;

/** Deepest nesting of JSON inside JSON strings that is decoded. */
const DEEPEST = 8;
/** An escape that JSON does not need, which hides a value from a search of the raw text: `\u002B`, `\/`. */
const NEEDLESS_ESCAPE = /\\(?:u00[2-7]|\/)/;
/**
 * Members whose value is a word of the protocol. A pattern such as `[a-z]+` must not replace it. Arguments and results may have
 * members of these names, too, so only words that protocols use stay: those with `_` or `.`, such as `tool_calls`, and those of
 * `SPOKEN`.
 */
const PROTOCOL_FIELD = /^(?:type|role|object|model|status|code|event|finish_?reason|stop_reason)$/i;
const PROTOCOL_WORD = /^[A-Za-z][A-Za-z._]*$/;
const JOINS = /[._]/;
const SPOKEN: ReadonlySet<string> = new Set(
  (
    'system developer user assistant tool function model text image audio video document file message thinking reasoning refusal ' +
    'response error ping custom object array string number integer boolean null list completed incomplete failed queued cancelled ' +
    'stop length safety recitation other blocklist spii unavailable internal'
  ).split(' '),
);
const PLAIN_NAME = /^[A-Za-z_]\w*$/;
/** Members whose value is a credential where it looks like one. */
const SECRET_FIELD = /key|token|secret|password|passwd|signature|credential|cookie|authorization/i;

function isProtocolWord(text: string, field: string): boolean {
  if (!PROTOCOL_FIELD.test(field) || !PROTOCOL_WORD.test(text)) return false;
  return JOINS.test(text) || SPOKEN.has(text.toLowerCase());
}

/**
 * Returns a redactor. It replaces keys that have a known shape before values that are known, because a replay knows no values
 * and must make the same text as the recording.
 */
export function createRedactor(options: RedactorOptions = {}): RedactorSource {
  const secrets = [...new Set((options.secrets ?? []).filter((secret) => secret.length >= MIN_SECRET_LENGTH))];
  const values = createKnownValues(secrets.flatMap(spellings));
  const { patterns = [] } = options;
  const written = createKnownValues(secrets.flatMap(inJson));
  const mayHold = (text: string): boolean =>
    patterns.length > 0 || mayHoldKey(text) || written.test(text) || NEEDLESS_ESCAPE.test(text);

  const named = (placeholder: (value: string) => string): Redactor => {
    const once = (text: string, field: string, own: readonly Pattern[]): string => {
      let result = mapBetween(text, (piece) => replaceKeys(piece, field, placeholder));
      for (const pattern of own) {
        result = mapBetween(result, (piece) => replaceMatches(pattern, piece, placeholder));
      }
      return values.isEmpty ? result : mapBetween(result, (piece) => values.replace(piece, placeholder));
    };
    const plain = (text: string, field: string, own: readonly Pattern[]): string => {
      const piece = repeatedPiece(text);
      if (piece.length >= MIN_SECRET_LENGTH && piece.length < text.length) {
        return plain(piece, field, own).repeat(text.length / piece.length);
      }
      if (SECRET_FIELD.test(field)) {
        const lead = `${field}: `;
        const whole = settled(lead + text, (piece) => once(piece, '', own));
        if (whole.startsWith(lead)) return whole.slice(lead.length);
      }
      return settled(text, (piece) => once(piece, field, own));
    };
    const name = (text: string): string => {
      if (!mayHold(text)) return text;
      return plain(text, '', PLAIN_NAME.test(text) ? [] : patterns);
    };
    const deep = (text: string, field: string, depth: number): string => {
      if (text === '' || (!mayHold(text) && !SECRET_FIELD.test(field))) return text;
      if (depth < DEEPEST && isJsonText(text)) {
        return mapLiterals(text, (literal) =>
          literal.isKey ? name(literal.value) : deep(literal.value, literal.field, depth + 1),
        );
      }
      return plain(text, field, isProtocolWord(text, field) ? [] : patterns);
    };
    const parts = (items: Json[]): Json[] =>
      redactParts(items, (whole) => (mayHold(whole) ? plain(whole, '', patterns) : whole));
    const json = (value: Json, field: string): Json => {
      if (typeof value === 'string') return deep(value, field, 0);
      if (Array.isArray(value)) {
        let changed: Json[] | null = null;
        const items = parts(value);
        for (let i = 0; i < value.length; i++) {
          const redacted = json(items[i] as Json, field);
          if (redacted !== value[i]) (changed ??= value.slice())[i] = redacted;
        }
        return changed ?? value;
      }
      if (!isObject(value)) return value;
      let changed = false;
      const seen = new Set<string>();
      const entries: [string, Json][] = [];
      for (const key of Object.keys(value)) {
        const item = value[key] as Json;
        const redacted = json(item, key);
        const clean = unused(name(key), seen);
        changed ||= redacted !== item || clean !== key;
        entries.push([clean, redacted]);
      }
      return changed ? Object.fromEntries(entries) : value;
    };
    return {
      mayHold,
      text: (text, field = '') => deep(text, field, 0),
      json: <T extends Json>(value: T, field = ''): T => json(value, field) as T,
      parts,
      name: (text) => (mayHold(text) ? plain(text, '', []) : text),
    };
  };
  return { ...named(() => REDACTED), named };
}

/** Two member names that both become the placeholder must stay different. */
function unused(name: string, seen: Set<string>): string {
  let result = name;
  for (let n = 2; seen.has(result); n++) result = `${name} ${n}`;
  seen.add(result);
  return result;
}

/** Replaces the matches of a pattern. Errors: `PatternStopped`, which names the pattern without the text. */
function replaceMatches(pattern: Pattern, text: string, placeholder: (value: string) => string): string {
  try {
    return pattern.replaceAll(text, (match) => (match === '' ? '' : placeholder(match)));
  } catch (error) {
    throw error instanceof PatternStopped ? new PatternStopped(pattern.source, null) : error;
  }
}

/** Redacts until nothing changes, because a replacement can create a word boundary. */
function settled(text: string, once: (text: string) => string): string {
  let before = text;
  for (let round = 0; round < 8; round++) {
    const after = once(before);
    if (after === before) return after;
    before = after;
  }
  return before;
}

/** The spellings of a secret: as it is, escaped as in a JSON string, and escaped twice as in JSON inside a JSON string. */
function inJson(secret: string): string[] {
  const all = spellings(secret).flatMap((text) => {
    const once = JSON.stringify(text).slice(1, -1);
    return [text, once, JSON.stringify(once).slice(1, -1)];
  });
  return [...new Set(all)];
}

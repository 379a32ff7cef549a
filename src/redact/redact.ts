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
 * Replaces secrets by placeholders: the same for the same secret, whoever asks. Doing it twice changes nothing. Texts that
 * are JSON are decoded, so that no escape hides a value, and only their strings are looked at.
 */
export interface Redactor {
  /** False where nothing can be redacted in `text`, or in the values of the JSON that it is: one pass, the early way out. */
  mayHold(text: string): boolean;
  /** `field` names the member of an object whose value the text is. */
  text(text: string, field?: string): string;
  /** Values and names of members at any depth. The same object where nothing changes. */
  json<T extends Json>(value: T, field?: string): T;
  /** Texts of a list of parts, where a value is split over them. The same list where nothing changes. */
  parts(items: Json[]): Json[];
  /** For names and addresses: without the user's patterns, which may hit any word. */
  name(text: string): string;
}

/** A redactor whose placeholders are chosen by `placeholder`, which is given the hidden value. */
export interface RedactorSource extends Redactor {
  named(placeholder: (value: string) => string): Redactor;
}

export interface RedactorOptions {
  /** Values to hide wherever they stand. Those shorter than 12 characters are left alone: they would hide ordinary words. */
  readonly secrets?: readonly string[];
  /** Patterns of the user; every match is replaced as a whole. */
  readonly patterns?: readonly Pattern[];
}

export const MIN_SECRET_LENGTH = 12;

/** JSON inside JSON inside JSON is decoded that deep. */
const DEEPEST = 8;
/** An escape that no text needs, behind which a value hides from a search of the raw text: `\u002B`, `\/`. */
const NEEDLESS_ESCAPE = /\\(?:u00[2-7]|\/)/;
/** Members whose value is a word of a protocol, and such a word: a pattern like `[a-z]+` must not take it. */
const PROTOCOL_FIELD = /^(?:type|role|object|model|status|code|event|finish_?reason|stop_reason)$/i;
const PROTOCOL_WORD = /^[A-Za-z][A-Za-z._]*$/;
const PLAIN_NAME = /^[A-Za-z_]\w*$/;
/** Members whose value is a credential where it looks like one: what stands in a header under such a name. */
const SECRET_FIELD = /key|token|secret|password|passwd|signature|credential|cookie|authorization/i;

/**
 * Recognisable shapes go first, secrets known by value after them: a replay knows no values, and must find
 * the same text as the recording where a key can be told by its shape.
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
      const isWord = PROTOCOL_FIELD.test(field) && PROTOCOL_WORD.test(text);
      return plain(text, field, isWord ? [] : patterns);
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

/** Two keys of an object that both become the placeholder must not become one. */
function unused(name: string, seen: Set<string>): string {
  let result = name;
  for (let n = 2; seen.has(result); n++) result = `${name} ${n}`;
  seen.add(result);
  return result;
}

/** What a pattern finds hidden. Errors: `PatternStopped`, which names the pattern and shows nothing of the text. */
function replaceMatches(pattern: Pattern, text: string, placeholder: (value: string) => string): string {
  try {
    return pattern.replaceAll(text, (match) => (match === '' ? '' : placeholder(match)));
  } catch (error) {
    throw error instanceof PatternStopped ? new PatternStopped(pattern.source, null) : error;
  }
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

/** The spellings of a secret, each as it is, escaped as in a JSON string, and escaped twice as in JSON inside a JSON string. */
function inJson(secret: string): string[] {
  const all = spellings(secret).flatMap((text) => {
    const once = JSON.stringify(text).slice(1, -1);
    return [text, once, JSON.stringify(once).slice(1, -1)];
  });
  return [...new Set(all)];
}

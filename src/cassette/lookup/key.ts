import { hash } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { BoundedMap, rememberTexts } from '../../json/remember.ts';
import type { Pattern } from '../../pattern/pattern.ts';
import type { RecordedForm } from '../../protocol/protocol.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import { type IgnorePath, leaveOut, parseIgnorePath } from './ignore-path.ts';
import { redactEndpoint } from '../format/redact-endpoint.ts';
import { mayHoldParts } from '../../redact/pieces.ts';
import { fullPlaceholder, holdsPlaceholder, mapPlaceholders, REDACTED } from '../../redact/placeholder.ts';
import type { RedactorSource } from '../../redact/redact.ts';
import { nameForKey, type ScenarioValues, type TrialNames } from '../../redact/trial-names.ts';
import { evenedTexts } from './ignored-texts.ts';
import { createScratch } from './scratch.ts';

/** An entry of `ignore`: a path in the body, or a pattern whose matches in any text do not count. */
export type IgnoreEntry = string | { readonly text: Pattern };

export interface KeyOptions {
  /** Entries of `ignore`, as the configuration gives them. */
  readonly ignore?: readonly IgnoreEntry[];
  readonly redactor: RedactorSource;
}

/** Computes the keys of requests. A recording and a replay of it give equal requests equal keys. */
export interface Keyer {
  /**
   * The key: SHA-256, in hex, of the endpoint, a line break and the canonical text with placeholders as `nameForKey` names
   * them.
   */
  keyOf(endpoint: string, body: JsonObject): string;
  /**
   * True when `key` is the key of this request, with `ignore` or without it, because an entry of `ignore` may be newer than the
   * recording.
   */
  fits(key: string, endpoint: string, body: JsonObject): boolean;
  /** A text as it counts in a key: with matches of `ignore` replaced. */
  counted(text: string): string;
  /**
   * The key of the request in an older recording, where every placeholder is `[redacted]`; null where the request holds no
   * secret.
   */
  oldKeyOf(endpoint: string, body: JsonObject): string | null;
  /**
   * The body as a cassette keeps it: redacted, and without fields that do not count in a key. `names` gives the placeholders of
   * the trial. Applying it twice changes nothing.
   */
  canonicalBody(endpoint: string, body: JsonObject, names?: TrialNames): JsonObject;
  /** The canonical body as text, byte for byte as `fast-json-stable-stringify` writes it. */
  canonicalText(endpoint: string, body: JsonObject): string;
  /** The body with tool objects of an earlier, equal list. Their canonical texts are remembered by identity, so they need not be computed again. */
  recognised(endpoint: string, body: JsonObject): JsonObject;
  /** A keyer for one scenario, which knows the redacted values that stand in it. Shares remembered texts with this one. */
  within(values: () => ScenarioValues): Keyer;
}

/** A canonical value with its text; as bytes where the text is long and will be used again. */
interface Canonical {
  readonly value: Json;
  readonly text: string | Uint8Array;
  /** The text holds a placeholder. */
  readonly hidden: boolean;
}
type Field = Canonical | { readonly list: readonly Canonical[] };

/** Tools and messages whose canonical text is remembered. Trials of one scenario follow each other, so a few are enough. */
const REMEMBERED = 1000;
/** Characters from which copying bytes is faster than encoding a string again. */
const LONG = 200;

/**
 * Makes a keyer. It remembers canonical texts by the identity of objects, because to compute them is most of the cost of a key.
 * So callers must not change a tool object, or a conversation item for which `isTied` is false, after giving it to the keyer.
 */
export function createKeyer({ ignore = [], redactor: source }: KeyOptions): Keyer {
  /** Placeholders hold whole hashes here, which depend on no scenario or trial, so that canonical texts can be remembered. */
  const redactor = source.named(fullPlaceholder);
  const ignored = byFirstStep(ignore.filter((entry) => typeof entry === 'string').map(parseIgnorePath));
  const evened = evenedTexts(ignore.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.text])));
  /** A keyer that ignores nothing, made at the first need. A recording may have been keyed before `ignore` was configured. */
  let strict: Keyer | null = null;
  const known = new BoundedMap<object, Canonical>(REMEMBERED);
  const seen = new BoundedMap<string, Json>(REMEMBERED);
  const scratch = createScratch();

  const redact = (value: Json): Canonical & { readonly text: string } => {
    const given = stringify(value) ?? 'null';
    const redacted = redactor.mayHold(given) || mayHoldParts(given) ? redactor.json(value) : value;
    const counted = evened.json(redacted);
    const text = counted === value ? given : stringify(counted);
    return { value: redacted, text, hidden: holdsPlaceholder(text) };
  };
  /** Remembers short texts that every request repeats, such as the name of the model. */
  const word = rememberTexts(REMEMBERED, redact);
  const cleanName = rememberTexts(REMEMBERED, (name) => redactor.name(name));
  const label = rememberTexts(REMEMBERED, (name) => ({
    text: `${JSON.stringify(name)}:`,
    hidden: holdsPlaceholder(name),
  }));
  const cleanEndpoint = rememberTexts(REMEMBERED, (endpoint) =>
    redactor.mayHold(endpoint) ? redactEndpoint(endpoint, redactor) : endpoint,
  );
  const remembered = (item: Json): Canonical => {
    if (!isObject(item)) return redact(item);
    let canonical = known.get(item);
    if (canonical === undefined) {
      const { value, text, hidden } = redact(item);
      canonical = { value, text: text.length < LONG ? text : Buffer.from(text), hidden };
      known.set(item, canonical);
    }
    return canonical;
  };
  const listOf = (form: RecordedForm, name: string, items: readonly Json[]): Canonical[] => {
    if (name === form.tools) return items.map(remembered);
    return form.canonical(items as Json[]).map((item) => (form.isTied(item) ? redact(item) : remembered(item)));
  };
  /** A field of the canonical body; null where the field does not count in a key. */
  const field = (form: RecordedForm, name: string, given: Json | undefined): Field | null => {
    if (form.leftOut.has(name) || (name === 'stream' && given === false)) return null;
    let value = given;
    for (const path of ignored(name)) if (value !== undefined) value = leaveOut(value, path, 1);
    if (value === undefined || value === null) return null;
    if (typeof value === 'number') {
      // `JSON.stringify` writes NaN and Infinity as null, and null fields do not count.
      return Number.isFinite(value) ? { value, text: JSON.stringify(value), hidden: false } : null;
    }
    const isList = (name === form.growing || name === form.tools) && Array.isArray(value);
    if (isList) return { list: listOf(form, name, value as Json[]) };
    return typeof value === 'string' && value.length < LONG ? word(value) : redact(value);
  };
  const withCleanNames = (body: JsonObject): JsonObject => {
    const names = Object.keys(body);
    if (!names.some((name) => cleanName(name) !== name)) return body;
    return Object.fromEntries(names.map((name) => [cleanName(name), body[name] as Json]));
  };

  /**
   * Passes the canonical text to `put` in pieces, so that cached bytes are not decoded to text again. Returns true where the
   * text has a placeholder.
   */
  const walk = (endpoint: string, given: JsonObject, put: (piece: string | Uint8Array) => void): boolean => {
    const form = recordedFormAt(endpoint);
    const body = withCleanNames(given);
    let open = '{';
    let hidden = false;
    for (const name of Object.keys(body).sort()) {
      const counted = field(form, name, body[name]);
      if (counted === null) continue;
      const { text, hidden: isHidden } = label(name);
      hidden ||= isHidden;
      put(open);
      put(text);
      open = ',';
      if ('text' in counted) {
        put(counted.text);
        hidden ||= counted.hidden;
        continue;
      }
      let before = '[';
      for (const item of counted.list) {
        put(before);
        put(item.text);
        hidden ||= item.hidden;
        before = ',';
      }
      put(before === '[' ? '[]' : ']');
    }
    put(open === '{' ? '{}' : '}');
    return hidden;
  };
  const recognise = (tool: Json): Json => {
    const text = JSON.stringify(tool);
    const before = seen.get(text);
    if (before !== undefined) return before;
    seen.set(text, tool);
    return tool;
  };
  /** The endpoint and the canonical text: as bytes, or with its placeholders as `name` gives them. */
  const canonical = (endpoint: string, body: JsonObject, name: (text: string) => string): Uint8Array | string => {
    const clean = cleanEndpoint(endpoint);
    scratch.start();
    scratch.put(clean);
    scratch.put('\n');
    const hidden = walk(endpoint, body, scratch.put) || holdsPlaceholder(clean);
    const bytes = scratch.written();
    return hidden ? name(Buffer.from(bytes).toString()) : bytes;
  };

  const within = (values: () => ScenarioValues): Keyer => ({
    within,
    recognised(endpoint, body) {
      const { tools, growing } = recordedFormAt(endpoint);
      const lists = [tools, growing].flatMap((name): [string, Json][] => {
        const items = body[name];
        return Array.isArray(items) ? [[name, items.map(recognise)]] : [];
      });
      return lists.length === 0 ? body : { ...body, ...Object.fromEntries(lists) };
    },
    keyOf(endpoint, body) {
      const text = canonical(endpoint, body, (one) => nameForKey(one, values));
      return hash('sha256', text, 'hex');
    },
    fits(key, endpoint, body) {
      if (key === this.keyOf(endpoint, body)) return true;
      if (ignore.length === 0) return false;
      strict ??= createKeyer({ redactor: source });
      return key === strict.within(values).keyOf(endpoint, body);
    },
    counted: (text) => evened.text(text),
    oldKeyOf(endpoint, body) {
      const text = canonical(endpoint, body, (one) => mapPlaceholders(one, () => REDACTED));
      return typeof text === 'string' ? hash('sha256', text, 'hex') : null;
    },
    canonicalText(endpoint, body) {
      let whole = '';
      walk(endpoint, body, (piece) => {
        whole += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
      });
      return nameForKey(whole, values);
    },
    canonicalBody(endpoint, given, names) {
      const form = recordedFormAt(endpoint);
      const body = withCleanNames(given);
      const entries: [string, Json][] = [];
      for (const name of Object.keys(body)) {
        const counted = field(form, name, body[name]);
        if (counted === null) continue;
        entries.push([name, 'text' in counted ? counted.value : sameList(body[name], counted.list)]);
      }
      const kept = Object.fromEntries(entries);
      const text = JSON.stringify(kept);
      if (!holdsPlaceholder(text)) return kept;
      const clean = names === undefined ? nameForKey(text, values) : names.named(text);
      return JSON.parse(clean) as JsonObject;
    },
  });
  return within(() => NO_VALUES);
}

const NO_VALUES: ScenarioValues = new Map();

const NONE: readonly IgnorePath[] = [];

/** Returns a function from a top-level field to the paths that begin with it. */
function byFirstStep(paths: readonly IgnorePath[]): (name: string) => readonly IgnorePath[] {
  if (paths.length === 0) return () => NONE;
  return (name) => paths.filter(([first]) => first === name || first === null);
}

/** The given list where no item changed, else the new one. */
function sameList(given: Json | undefined, items: readonly Canonical[]): Json {
  const same = Array.isArray(given) && given.every((item, i) => item === items[i]?.value);
  return same ? given : items.map((item) => item.value);
}

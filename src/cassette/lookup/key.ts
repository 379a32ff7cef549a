import { hash } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { rememberTexts } from '../../json/remember.ts';
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

/** What does not count of a request: a path of its body, or what a pattern finds in any of its texts. */
export type IgnoreEntry = string | { readonly text: Pattern };

export interface KeyOptions {
  /** As the configuration gives them. */
  readonly ignore?: readonly IgnoreEntry[];
  readonly redactor: RedactorSource;
}

/** Tells requests apart. Recording and replay give one request one key, whichever of the two asks. */
export interface Keyer {
  /** Hex SHA-256 of the endpoint, a line break, and the canonical text, its placeholders as `nameForKey` gives them. */
  keyOf(endpoint: string, body: JsonObject): string;
  /** Whether a recording with this key holds this request: also where `ignore` got an entry since. */
  fits(key: string, endpoint: string, body: JsonObject): boolean;
  /** A text as it counts: with all that `ignore` finds in it made equal. */
  counted(text: string): string;
  /** The key that an older recording has, in which every placeholder is `[redacted]`; null where nothing is redacted. */
  oldKeyOf(endpoint: string, body: JsonObject): string | null;
  /**
   * The body as a cassette keeps it: without what does not count, redacted, with the placeholders of its trial where they
   * are given. Its own canonical body is equal to it.
   */
  canonicalBody(endpoint: string, body: JsonObject, names?: TrialNames): JsonObject;
  /** Its text: the bytes that `fast-json-stable-stringify` makes of the canonical body. */
  canonicalText(endpoint: string, body: JsonObject): string;
  /** A body that was parsed from text, with the very tools that an equal one had before: what is known of them is found again. */
  recognised(endpoint: string, body: JsonObject): JsonObject;
  /** The keyer of a scenario: it knows which of the redacted values stand in it. Shares what is remembered. */
  within(values: () => ScenarioValues): Keyer;
}

/** A canonical value with its text, in which what is ignored is made equal: as bytes where it is long and will be asked for again. */
interface Canonical {
  readonly value: Json;
  readonly text: string | Uint8Array;
}
type Field = Canonical | { readonly list: readonly Canonical[] };

/** That many tools and messages are remembered: trials of a scenario follow each other, and all it holds is not to stay in memory. */
const REMEMBERED = 1000;
/** From here on copying bytes is faster than writing a text. */
const LONG = 200;

/**
 * The objects in the list of tools, and items of a conversation that no tool call ties to others, are taken to be immutable: their text is remembered by
 * identity, since canonicalising them anew would be most of the cost of a key.
 */
export function createKeyer({ ignore = [], redactor: source }: KeyOptions): Keyer {
  /** By whole hashes, which say nothing of a scenario or trial: so what is canonical can be remembered. */
  const redactor = source.named(fullPlaceholder);
  const ignored = byFirstStep(ignore.filter((entry) => typeof entry === 'string').map(parseIgnorePath));
  const evened = evenedTexts(ignore.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.text])));
  /** Without anything ignored; made when it is asked for. */
  let strict: Keyer | null = null;
  const known = new Map<object, Canonical>();
  const seen = new Map<string, Json>();
  const scratch = createScratch();

  const redact = (value: Json): { readonly value: Json; readonly text: string } => {
    const text = stringify(value) ?? 'null';
    const redacted = redactor.mayHold(text) || mayHoldParts(text) ? redactor.json(value) : value;
    const counted = evened.json(redacted);
    return { value: redacted, text: counted === value ? text : stringify(counted) };
  };
  /** The name of a model, a tool choice: the same in request after request. */
  const word = rememberTexts(REMEMBERED, redact);
  const cleanName = rememberTexts(REMEMBERED, (name) => redactor.name(name));
  const cleanEndpoint = rememberTexts(REMEMBERED, (endpoint) =>
    redactor.mayHold(endpoint) ? redactEndpoint(endpoint, redactor) : endpoint,
  );
  const remembered = (item: Json): Canonical => {
    if (!isObject(item)) return redact(item);
    let canonical = known.get(item);
    if (canonical === undefined) {
      const { value, text } = redact(item);
      canonical = { value, text: text.length < LONG ? text : Buffer.from(text) };
      if (known.size >= REMEMBERED) known.clear();
      known.set(item, canonical);
    }
    return canonical;
  };
  const listOf = (form: RecordedForm, name: string, items: readonly Json[]): Canonical[] => {
    if (name === form.tools) return items.map(remembered);
    return form.canonical(items as Json[]).map((item) => (form.isTied(item) ? redact(item) : remembered(item)));
  };
  /** Null where the field does not count. */
  const field = (form: RecordedForm, name: string, given: Json | undefined): Field | null => {
    if (form.leftOut.has(name) || (name === 'stream' && given === false)) return null;
    let value = given;
    for (const path of ignored(name)) if (value !== undefined) value = leaveOut(value, path, 1);
    if (value === undefined || value === null) return null;
    if (typeof value === 'number') {
      // A number that is none is sent as null.
      return Number.isFinite(value) ? { value, text: JSON.stringify(value) } : null;
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

  /** Hands out the canonical text piece by piece: what is remembered as bytes is never made into a string again. */
  const walk = (endpoint: string, given: JsonObject, put: (piece: string | Uint8Array) => void): void => {
    const form = recordedFormAt(endpoint);
    const body = withCleanNames(given);
    let open = '{';
    for (const name of Object.keys(body).sort()) {
      const counted = field(form, name, body[name]);
      if (counted === null) continue;
      put(`${open}${JSON.stringify(name)}:`);
      open = ',';
      if ('text' in counted) {
        put(counted.text);
        continue;
      }
      put('[');
      for (const [i, item] of counted.list.entries()) {
        if (i > 0) put(',');
        put(item.text);
      }
      put(']');
    }
    put(open === '{' ? '{}' : '}');
  };
  const recognise = (tool: Json): Json => {
    const text = JSON.stringify(tool);
    const before = seen.get(text);
    if (before !== undefined) return before;
    if (seen.size >= REMEMBERED) seen.clear();
    seen.set(text, tool);
    return tool;
  };
  const canonical = (endpoint: string, body: JsonObject): Uint8Array => {
    scratch.start();
    scratch.put(`${cleanEndpoint(endpoint)}\n`);
    walk(endpoint, body, scratch.put);
    return scratch.written();
  };
  const named = (bytes: Uint8Array, name: (text: string) => string): Uint8Array | string =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(OPENING)
      ? name(Buffer.from(bytes).toString())
      : bytes;

  const within = (values: () => ScenarioValues): Keyer => ({
    within,
    recognised(endpoint, body) {
      const name = recordedFormAt(endpoint).tools;
      const tools = body[name];
      return Array.isArray(tools) ? { ...body, [name]: tools.map(recognise) } : body;
    },
    keyOf(endpoint, body) {
      return hash(
        'sha256',
        named(canonical(endpoint, body), (text) => nameForKey(text, values)),
        'hex',
      );
    },
    fits(key, endpoint, body) {
      if (key === this.keyOf(endpoint, body)) return true;
      if (ignore.length === 0) return false;
      strict ??= createKeyer({ redactor: source });
      return key === strict.within(values).keyOf(endpoint, body);
    },
    counted: (text) => evened.text(text),
    oldKeyOf(endpoint, body) {
      const text = named(canonical(endpoint, body), (one) => mapPlaceholders(one, () => REDACTED));
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
/** How every placeholder begins. */
const OPENING = Buffer.from('[redacted');

const NONE: readonly IgnorePath[] = [];

/** The paths that concern a top-level field. */
function byFirstStep(paths: readonly IgnorePath[]): (name: string) => readonly IgnorePath[] {
  if (paths.length === 0) return () => NONE;
  return (name) => paths.filter(([first]) => first === name || first === null);
}

/** The list as given, where its items are still its own. */
function sameList(given: Json | undefined, items: readonly Canonical[]): Json {
  const same = Array.isArray(given) && given.every((item, i) => item === items[i]?.value);
  return same ? given : items.map((item) => item.value);
}

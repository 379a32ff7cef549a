import { hash } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';
import { isObject, type Json, type JsonObject } from '../domain/json.ts';
import { canonicalMessages } from './canonical-messages.ts';
import { type IgnorePath, leaveOut, parseIgnorePath } from './ignore-path.ts';
import type { Redactor } from './redact.ts';
import { createScratch } from './scratch.ts';

export interface KeyOptions {
  /** Paths left out of every request, as the configuration gives them. */
  readonly ignore?: readonly string[];
  readonly redactor: Redactor;
}

/** Tells requests apart. Recording and replay give one request one key, whichever of the two asks. */
export interface Keyer {
  /** Hex SHA-256 of the endpoint, a line break, and the canonical text. */
  keyOf(endpoint: string, body: JsonObject): string;
  /** The body as a cassette keeps it: without what does not count, redacted. Its own canonical body is equal to it. */
  canonicalBody(body: JsonObject): JsonObject;
  /** Its text: the bytes that `fast-json-stable-stringify` makes of the canonical body. */
  canonicalText(body: JsonObject): string;
}

interface Canonical {
  readonly value: Json;
  readonly text: string;
}
interface CanonicalTool extends Canonical {
  readonly bytes: Uint8Array;
}
type Field = { readonly one: Canonical } | { readonly tools: readonly CanonicalTool[] };

const LEFT_OUT: ReadonlySet<string> = new Set(['user', 'metadata', 'store']);

/**
 * The objects in `tools` are taken to be immutable: their text is remembered by identity, since canonicalising
 * the tools anew would be most of the cost of a key.
 */
export function createKeyer({ ignore = [], redactor }: KeyOptions): Keyer {
  const ignored = byFirstStep(ignore.map(parseIgnorePath));
  const known = new WeakMap<object, CanonicalTool>();
  const scratch = createScratch();

  const redact = (value: Json): Canonical => {
    const text = stringify(value);
    if (!redactor.mayHold(text)) return { value, text };
    const redacted = redactor.json(value);
    return { value: redacted, text: redacted === value ? text : stringify(redacted) };
  };
  const toolOf = (tool: Json): CanonicalTool => {
    const found = isObject(tool) ? known.get(tool) : undefined;
    if (found !== undefined) return found;
    const { value, text } = redact(tool);
    const canonical = { value, text, bytes: Buffer.from(text) };
    if (isObject(tool)) known.set(tool, canonical);
    return canonical;
  };
  /** Null where the field does not count. */
  const field = (name: string, given: Json | undefined): Field | null => {
    if (LEFT_OUT.has(name) || (name === 'stream' && given === false)) return null;
    let value = given;
    for (const path of ignored(name)) if (value !== undefined) value = leaveOut(value, path, 1);
    // A number that is none is sent as null.
    if (value === undefined || value === null || (typeof value === 'number' && !Number.isFinite(value))) return null;
    if (name === 'messages' && Array.isArray(value)) return { one: redact(canonicalMessages(value)) };
    return name === 'tools' && Array.isArray(value) ? { tools: value.map(toolOf) } : { one: redact(value) };
  };
  const withCleanNames = (body: JsonObject): JsonObject => {
    const names = Object.keys(body);
    if (!names.some((name) => redactor.mayHold(name) && redactor.text(name) !== name)) return body;
    return Object.fromEntries(names.map((name) => [redactor.text(name), body[name] as Json]));
  };

  /** Hands out the canonical text piece by piece: the bytes of known tools are never made into a string again. */
  const walk = (given: JsonObject, put: (text: string, bytes?: Uint8Array) => void): void => {
    const body = withCleanNames(given);
    let open = '{';
    for (const name of Object.keys(body).sort()) {
      const counted = field(name, body[name]);
      if (counted === null) continue;
      put(`${open}${JSON.stringify(name)}:`);
      open = ',';
      if ('one' in counted) put(counted.one.text);
      else {
        put('[');
        counted.tools.forEach(({ text, bytes }, i) => {
          if (i > 0) put(',');
          put(text, bytes);
        });
        put(']');
      }
    }
    put(open === '{' ? '{}' : '}');
  };
  return {
    keyOf(endpoint, body) {
      scratch.start();
      scratch.text(`${redactor.mayHold(endpoint) ? redactor.text(endpoint) : endpoint}\n`);
      walk(body, (text, bytes) => (bytes === undefined ? scratch.text(text) : scratch.bytes(bytes)));
      return hash('sha256', scratch.written(), 'hex');
    },
    canonicalText(body) {
      let whole = '';
      walk(body, (text) => {
        whole += text;
      });
      return whole;
    },
    canonicalBody(given) {
      const body = withCleanNames(given);
      const entries: [string, Json][] = [];
      for (const name of Object.keys(body)) {
        const counted = field(name, body[name]);
        if (counted === null) continue;
        entries.push([name, 'one' in counted ? counted.one.value : sameList(body[name], counted.tools)]);
      }
      return Object.fromEntries(entries);
    },
  };
}

/** The paths that concern a top-level field. */
function byFirstStep(paths: readonly IgnorePath[]): (name: string) => readonly IgnorePath[] {
  if (paths.length === 0) return () => [];
  return (name) => paths.filter(([first]) => first === name || first === null);
}

/** The list as given, where its items are still its own. */
function sameList(given: Json | undefined, tools: readonly CanonicalTool[]): Json {
  const same = Array.isArray(given) && given.every((tool, i) => tool === tools[i]?.value);
  return same ? given : tools.map((tool) => tool.value);
}

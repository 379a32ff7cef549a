import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import { textNestsDeeper } from '../../json/depth.ts';
import { scanJson } from '../../json/json-scan.ts';
import type { MalformedKind, ToolCall } from '../../domain/wire.ts';

/** The arguments of a served call: one JSON object, or the reason why they are not one. */
export type ParsedArguments = Pick<ToolCall, 'rawArguments' | 'arguments' | 'malformed' | 'written'>;

/**
 * Matches numbers in a JSON object that `JSON.parse` may not give back as written: `5.0`, `1e3`, `-0`, and 16 digits or more. It also matches
 * inside strings, which only costs the slower parser.
 */
const ODD_NUMBER = /\.\d*0(?!\d)|\d[eE]|[\d.]{16}|[[,:\s]-0(?![\d.])/;

/**
 * Reads the arguments of a tool call: one JSON object, or the reason why they are not one. Repairs nothing. `raw` is the served
 * value: text, an object where a gateway parsed it, null or undefined where it is absent. `parameters` is the tool's schema:
 * null where it has none, undefined for an undeclared tool. Empty text and the text `null` count as `{}` only where the schema
 * requires nothing.
 */
export function parseArguments(raw: Json | undefined, parameters?: JsonObject | null): ParsedArguments {
  if (typeof raw === 'string') {
    let value: Json;
    try {
      value = JSON.parse(raw) as Json;
    } catch {
      return raw.trim() === '' ? withoutText(raw, parameters) : malformed(raw, brokenKind(raw));
    }
    if (value === null && parameters !== undefined && !requiresSomething(parameters))
      return withoutText(raw, parameters);
    if (!isObject(value)) return malformed(raw, typeof value === 'string' ? encodedKind(value) : 'not-an-object');
    if (textNestsDeeper(raw, DEEPEST)) return malformed(raw, 'bad-json');
    const written = ODD_NUMBER.test(raw) ? writtenNumbers(raw) : null;
    return { rawArguments: raw, arguments: value, malformed: null, written };
  }
  if (raw === undefined || raw === null) return withoutText('', parameters);
  const text = JSON.stringify(raw);
  if (!isObject(raw)) return malformed(text, 'not-an-object');
  return { rawArguments: text, arguments: raw, malformed: null, written: null };
}

/** Most levels of nesting that are read. `JSON.parse` reads more, but recursive functions would run out of stack. */
const DEEPEST = 500;

function malformed(rawArguments: string, kind: MalformedKind): ParsedArguments {
  return { rawArguments, arguments: null, malformed: kind, written: null };
}

function withoutText(rawArguments: string, parameters: JsonObject | null | undefined): ParsedArguments {
  if (parameters === undefined || requiresSomething(parameters)) return malformed(rawArguments, 'empty');
  return { rawArguments, arguments: {}, malformed: null, written: null };
}

/** True when a schema of arguments has a required property; false for a tool without a schema. */
export function requiresSomething(parameters: JsonObject | null): boolean {
  const required = parameters?.['required'];
  return Array.isArray(required) && required.length > 0;
}

function brokenKind(text: string): MalformedKind {
  const scan = scanJson(text);
  if (scan.kind === 'truncated') return 'truncated';
  if (scan.kind === 'value' && text.trimStart().startsWith('{')) {
    return text.slice(scan.end).trimStart().startsWith('{') ? 'concatenated' : 'bad-json';
  }
  return 'bad-json';
}

function encodedKind(inner: string): MalformedKind {
  try {
    return isObject(JSON.parse(inner)) ? 'double-encoded' : 'not-an-object';
  } catch {
    return 'not-an-object';
  }
}

class WrittenNumber {
  readonly source: string;
  readonly value: number;
  constructor(source: string, value: number) {
    this.source = source;
    this.value = value;
  }
}

type SourceReviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

function writtenNumbers(text: string): ParsedArguments['written'] {
  let found = false;
  const reviver: SourceReviver = (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined || source === String(value)) return value;
    found = true;
    return new WrittenNumber(source, value);
  };
  const marked: unknown = JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
  if (!found) return null;
  const written: { [path: string]: string } = {};
  collect(marked, '', written);
  return written;
}

function collect(value: unknown, path: string, into: { [path: string]: string }): void {
  if (value instanceof WrittenNumber) into[path] = value.source;
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) collect(item, joinPath(path, i), into);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) collect(item, joinPath(path, key), into);
}

import type { Json } from './json.ts';

type Reviver = (key: string, value: Json, context: { readonly source: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => Json;
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** True where JSON.stringify would write the number with another spelling. */
function isChanged(value: Json, source: string): boolean {
  return typeof value === 'number' && String(value) !== source;
}

/** Parses JSON. Numbers whose spelling matters (`5.0`, integers beyond 2^53) become `{ "$number": "5.0" }`. */
export function parseMarked(text: string): Json {
  return parseWithSource(text, (_key, value, { source }) => (isChanged(value, source) ? { $number: source } : value));
}

/** Parses JSON. Numbers beyond the range of a number (`1e400`) become text, because JSON.stringify would write null. */
export function parseFinite(text: string): Json {
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isFinite(value) ? source : value,
  );
}

/**
 * Parses JSON so that JSON.stringify writes every number with its spelling. Use the result only for writing, because its
 * numbers are opaque objects.
 */
export function parseForWriting(text: string): Json {
  return parseWithSource(text, (_key, value, { source }) => (isChanged(value, source) ? rawJSON(source) : value));
}

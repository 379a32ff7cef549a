import type { Json } from './json.ts';

type Reviver = (key: string, value: Json, context: { readonly source: string }) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => Json;
const { rawJSON } = JSON as unknown as { rawJSON: (text: string) => unknown };

/** True where JSON.stringify would write the number in another way than it was written. */
function isChanged(value: Json, source: string): boolean {
  return typeof value === 'number' && String(value) !== source;
}

/** Parses JSON, with numbers whose written form counts (`5.0`, integers beyond 2^53) as `{ "$number": "5.0" }`. */
export function parseMarked(text: string): Json {
  return parseWithSource(text, (_key, value, { source }) => (isChanged(value, source) ? { $number: source } : value));
}

/** Parses JSON, with numbers that are too large for a number (`1e400`) as their text: JSON.stringify would write null. */
export function parseFinite(text: string): Json {
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isFinite(value) ? source : value,
  );
}

/** Parses JSON so that JSON.stringify writes every number as it was written. For writing only: such numbers are opaque. */
export function parseForWriting(text: string): Json {
  return parseWithSource(text, (_key, value, { source }) => (isChanged(value, source) ? rawJSON(source) : value));
}

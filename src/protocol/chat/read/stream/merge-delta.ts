import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';

/** Fields that name something: a stream repeats them, it does not split them. */
const NAMES = /^(?:id|type|format|index|name|role|model|object|status|.*_(?:id|type))$/;

/**
 * Merges one field of a delta into what came before, for fields that we do not know: strings are joined, objects merged,
 * array elements merged by their `index` (OpenRouter's reasoning_details), or into the block that is still open
 * (LiteLLM's thinking_blocks), or else appended. Null says nothing.
 */
export function mergeField(into: JsonObject, key: string, value: Json): void {
  const before = Object.hasOwn(into, key) ? into[key] : undefined;
  if (before === undefined || before === null) {
    // A copy, because later deltas are merged into it and the received chunk must stay as it is.
    define(into, key, copy(value));
  } else if (value === null) {
    return;
  } else if (typeof before === 'string' && typeof value === 'string') {
    const repeated = NAMES.test(key) || (key.includes('signature') && before === value);
    define(into, key, repeated ? value || before : before + value);
  } else if (Array.isArray(before) && Array.isArray(value)) {
    mergeArray(before, value);
  } else if (isObject(before) && isObject(value)) {
    for (const [name, item] of Object.entries(value)) mergeField(before, name, item);
  } else {
    define(into, key, copy(value));
  }
}

function mergeArray(into: Json[], items: readonly Json[]): void {
  for (const item of items) {
    const known = isObject(item) ? partOf(into, item) : undefined;
    if (isObject(known) && isObject(item)) {
      for (const [name, value] of Object.entries(item)) mergeField(known, name, value);
    } else {
      into.push(copy(item));
    }
  }
}

/** Types of blocks whose text is streamed in pieces, an element of the array each. */
const PIECES = new Set(['thinking', 'text', 'reasoning', 'reasoning.text', 'reasoning.summary', 'summary_text']);

function partOf(into: readonly Json[], item: JsonObject): Json | undefined {
  if (item['index'] !== undefined) return into.find((other) => isPart(other, item));
  const last = into.at(-1);
  return last !== undefined && goesOn(last, item) ? last : undefined;
}

/** Whether a block is complete: a signature ends it, and a later piece begins the next. */
function goesOn(last: Json, item: JsonObject): boolean {
  if (!isObject(last) || last['index'] !== undefined || last['type'] !== item['type']) return false;
  if (typeof last['type'] !== 'string' || !PIECES.has(last['type'])) return false;
  if ((last['id'] ?? null) !== null && (item['id'] ?? null) !== null && last['id'] !== item['id']) return false;
  return (last['signature'] ?? '') === '';
}

function isPart(part: Json, item: JsonObject): boolean {
  if (!isObject(part) || part['index'] !== item['index']) return false;
  return part['type'] === undefined || item['type'] === undefined || part['type'] === item['type'];
}

function copy(value: Json): Json {
  return typeof value === 'object' ? structuredClone(value) : value;
}

/** Sets an own property whatever its name: `__proto__` in a response is a field like any other. */
function define(into: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    into[key] = value;
  }
}

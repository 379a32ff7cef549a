import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';

/** Fields that hold a name or an id (`channel`: Groq). A stream repeats such a field whole and never splits it. */
const NAMES = /^(?:id|type|format|index|name|role|channel|model|object|status|.*_(?:id|type))$/;

/**
 * Merges an unknown field of a delta into its value so far. Strings are joined and objects merged. An item of a list is merged
 * into the item of its `index` (OpenRouter's reasoning_details), else into the block that is still open (LiteLLM's
 * thinking_blocks), else appended. Null changes nothing.
 */
export function mergeField(into: JsonObject, key: string, value: Json): void {
  const before = Object.hasOwn(into, key) ? into[key] : undefined;
  if (before === undefined || before === null) {
    // A copy, because later deltas change it, and the received chunk must stay as it is.
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

/** Types of blocks whose text a stream sends in pieces, each as its own list item. */
const PIECES = new Set(['thinking', 'text', 'reasoning', 'reasoning.text', 'reasoning.summary', 'summary_text']);

function partOf(into: readonly Json[], item: JsonObject): Json | undefined {
  if (item['index'] !== undefined) return into.find((other) => isPart(other, item));
  const last = into.at(-1);
  return last !== undefined && goesOn(last, item) ? last : undefined;
}

/** True when `item` continues the block `last`. A signature ends a block, so the next piece begins a new one. */
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

/** Sets a property of any name, because a response may have a field `__proto__`. */
function define(into: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    into[key] = value;
  }
}

import type { Segment } from './path.ts';

/** Deepest nesting of a value. No file needs more, and a recursive walk of it does not overflow the stack. */
export const MAX_DEPTH = 500;

/** True when a parsed value nests deeper than MAX_DEPTH. A recursive walk of it may overflow the stack. */
export function nestsTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= MAX_DEPTH) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (nestsTooDeep(value[i], depth + 1)) return true;
    return false;
  }
  const object = value as { readonly [key: string]: unknown };
  for (const key in object) if (nestsTooDeep(object[key], depth + 1)) return true;
  return false;
}

/**
 * False when a parsed JSON text surely has no repeated key. Quick: each `":` of the text is a key, unless it is in a string or
 * the key was lost. Throws a RangeError for nesting deeper than MAX_DEPTH.
 */
export function mayRepeatKeys(text: string, value: unknown): boolean {
  let written = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (isBlank(text.charCodeAt(before))) before--;
    if (text.charCodeAt(before) === 34 && !isEscaped(text, before)) written++;
  }
  return written !== countKeys(value, 0);
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === 92) before--;
  return (at - before) % 2 === 0;
}

const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

function countKeys(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > MAX_DEPTH) throw new RangeError('too deep');
  let count = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) count += countKeys(value[i], depth + 1);
    return count;
  }
  const object = value as { readonly [key: string]: unknown };
  for (const key in object) count += 1 + countKeys(object[key], depth + 1);
  return count;
}

/** Most values of a file. Aliases of aliases in YAML can multiply without end. */
const MAX_VALUES = 1_000_000;

/** The part of a YAML value that JSON cannot express, with its path; null when the value is JSON. */
export function unlikeJson(value: unknown): { readonly path: readonly Segment[]; readonly message: string } | null {
  const sizes = new Map<object, number>();
  const path: Segment[] = [];
  let fault: { path: Segment[]; message: string } | null = null;
  const fail = (message: string): void => {
    fault ??= { path: [...path], message };
  };
  const size = (item: unknown): number => {
    if (typeof item === 'number' && !Number.isFinite(item)) fail(`${item} is no JSON number.`);
    if (typeof item !== 'object' || item === null) return 1;
    const known = sizes.get(item);
    if (known === -1) fail('An alias stands inside its own anchor.');
    if (known !== undefined) return Math.max(known, 0);
    sizes.set(item, -1);
    let total = 1;
    for (const [key, child] of Object.entries(item)) {
      path.push(Array.isArray(item) ? Number(key) : key);
      total += size(child);
      path.pop();
    }
    sizes.set(item, total);
    if (total > MAX_VALUES) fail(`The aliases expand to more than ${MAX_VALUES} values.`);
    return total;
  };
  size(value);
  return fault;
}

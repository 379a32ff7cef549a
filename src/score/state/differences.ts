import { deepEqual, isObject, joinPath, type Json } from '../../json/json.ts';
import type { Mismatch } from '../../match/operator.ts';

/**
 * The smallest places where two values differ. `detail` is `missing` for a key or item that only `expected` has, `unexpected`
 * for one that only `actual` has, and null for another value. Lists are aligned from both ends, so that an inserted or removed
 * item is one difference.
 */
export function differences(expected: Json, actual: Json, path: string): readonly Mismatch[] {
  const found: Mismatch[] = [];
  compare(expected, actual, path, found);
  return found;
}

function compare(expected: Json, actual: Json, path: string, out: Mismatch[]): void {
  if (expected === actual) return;
  if (Array.isArray(expected) && Array.isArray(actual)) compareLists(expected, actual, path, out);
  else if (isObject(expected) && isObject(actual)) {
    for (const key of Object.keys(expected)) {
      const at = joinPath(path, key);
      if (Object.hasOwn(actual, key)) compare(expected[key] ?? null, actual[key] ?? null, at, out);
      else out.push({ path: at, expected: expected[key] ?? null, actual: null, detail: 'missing' });
    }
    for (const key of Object.keys(actual)) {
      if (Object.hasOwn(expected, key)) continue;
      out.push({ path: joinPath(path, key), expected: null, actual: actual[key] ?? null, detail: 'unexpected' });
    }
  } else if (!deepEqual(expected, actual)) out.push({ path, expected, actual, detail: null });
}

function compareLists(expected: readonly Json[], actual: readonly Json[], path: string, out: Mismatch[]): void {
  const short = Math.min(expected.length, actual.length);
  let start = 0;
  while (start < short && deepEqual(expected[start], actual[start])) start += 1;
  let end = 0;
  while (end < short - start && deepEqual(expected.at(-1 - end), actual.at(-1 - end))) end += 1;
  const [wanted, made] = [expected.length - end, actual.length - end];
  for (let i = start; i < Math.max(wanted, made); i += 1) {
    const at = joinPath(path, i);
    if (i >= made) out.push({ path: at, expected: expected[i] ?? null, actual: null, detail: 'missing' });
    else if (i >= wanted) out.push({ path: at, expected: null, actual: actual[i] ?? null, detail: 'unexpected' });
    else compare(expected[i] ?? null, actual[i] ?? null, at, out);
  }
}

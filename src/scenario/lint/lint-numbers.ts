import type { Json } from '../../json/json.ts';
import type { Problem } from '../../document/place.ts';
import type { LoadLint } from './load-lints.ts';
import type { Segment } from '../../json/path.ts';

/** From here on JavaScript writes numbers with an exponent: nobody means such a one digit by digit. */
const EXPONENT = 1e21;

/** Integers beyond 2^53 below `path`: several of them are one number, so that a wrong call could pass for a right one. */
export function lintNumbers(value: Json, path: readonly Segment[]): Problem[] {
  if (typeof value === 'number') {
    const exact = !Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= EXPONENT;
    if (exact) return [];
    const message = `${value} is beyond 2^53, where integers lose their last digits: it equals its neighbours. Write a string, if the tool takes one.`;
    return [{ path, message, code: 'inexact-number' satisfies LoadLint }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, i) => lintNumbers(item, [...path, i]));
  return Object.entries(value).flatMap(([key, item]) => lintNumbers(item, [...path, key]));
}

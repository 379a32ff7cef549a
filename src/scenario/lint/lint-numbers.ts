import type { Json } from '../../json/json.ts';
import type { DocumentProblem } from '../../document/place.ts';
import type { LoadLint } from './load-lints.ts';
import type { Segment } from '../../json/path.ts';

/** From this number on JavaScript writes an exponent, and no author means such a number to the last digit. */
const EXPONENT = 1e21;

/**
 * Problems of integers beyond 2^53 below `path`. JavaScript reads several such integers as one number, so a wrong call could
 * pass.
 */
export function lintNumbers(value: Json, path: readonly Segment[]): DocumentProblem[] {
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

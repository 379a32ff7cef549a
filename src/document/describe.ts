import type { Json } from '../json/json.ts';
import { shorten } from '../text/shorten.ts';

const LONGEST = 60;

/** Describes a value for a message: `the number 5`, `"berlin"`, `a list`. Long text is cut. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'nothing (null)';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return JSON.stringify(shorten(value, LONGEST));
}

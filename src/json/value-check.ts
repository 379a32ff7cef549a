import { isObject } from './json.ts';
import { MAX_DEPTH, nestsTooDeep } from './measure.ts';

/** The place and fault of a wrong value. */
export interface ValueFault {
  /** Path in the value: `scores.selection`, `calls[2].name`; `''` for the value itself. */
  readonly path: string;
  readonly expected: string;
  readonly found: unknown;
}

/** Returns the fault of a value from a file; null without one. Makes a path only for a fault. */
export type ValueCheck = (value: unknown) => ValueFault | null;

const is =
  (expected: string, test: (value: unknown) => boolean): ValueCheck =>
  (value) =>
    test(value) ? null : { path: '', expected, found: value };

/** Any JSON value, at most as deep as a recursive walk allows. */
export const anyJson: ValueCheck = (value) => {
  if (value === undefined) return { path: '', expected: 'a value, or null', found: value };
  return nestsTooDeep(value) ? { path: '', expected: `at most ${MAX_DEPTH} levels`, found: value } : null;
};
export const text: ValueCheck = is('text', (value) => typeof value === 'string');
export const truth: ValueCheck = is('true or false', (value) => typeof value === 'boolean');
/** An object of JSON, as deep as `anyJson`. */
export const jsonObject: ValueCheck = (value) =>
  isObject(value) ? anyJson(value) : { path: '', expected: 'an object', found: value };
/** From 0 up to 2^53. */
export const wholeNumber: ValueCheck = is(
  'a whole number from 0',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
/** From 1 up to 2^53. */
export const ordinal: ValueCheck = is(
  'a whole number from 1',
  (value) => Number.isSafeInteger(value) && Number(value) >= 1,
);
/** More than this, of milliseconds or dollars, is no measurement, and sums of it would overflow. */
const MOST = 1e15;
export const amount: ValueCheck = is(
  `a number from 0 to ${MOST}`,
  (value) => typeof value === 'number' && value >= 0 && value <= MOST,
);
/** Milliseconds of one wait or answer: no timer of Node is longer, and sums of them stay below `MOST`. */
const LONGEST = 2_147_483_647;
export const milliseconds: ValueCheck = is(
  `a number from 0 to ${LONGEST}`,
  (value) => typeof value === 'number' && value >= 0 && value <= LONGEST,
);
/** 0..1. */
export const share: ValueCheck = is(
  'a number from 0 to 1',
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
);

/** One of these words. */
export function oneOf(words: readonly string[]): ValueCheck {
  const known = new Set<unknown>(words);
  return is(`one of ${words.join(', ')}`, (value) => known.has(value));
}

/** The value, or null. */
export function orNull(check: ValueCheck): ValueCheck {
  return (value) => {
    if (value === null) return null;
    const fault = check(value);
    return fault === null || fault.path !== '' ? fault : { ...fault, expected: `${fault.expected}, or null` };
  };
}

/** The value, or no such key. */
export function orAbsent(check: ValueCheck): ValueCheck {
  return (value) => (value === undefined ? null : check(value));
}

/** A list; `length` of them where it is given. */
export function listOf(check: ValueCheck, length?: number): ValueCheck {
  return (value) => {
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
      return { path: '', expected: length === undefined ? 'a list' : `a list of ${length}`, found: value };
    }
    for (let i = 0; i < value.length; i++) {
      const fault = check(value[i]);
      if (fault !== null) return inside(`[${i}]`, fault);
    }
    return null;
  };
}

/** An object with any keys. */
export function mapOf(check: ValueCheck): ValueCheck {
  return (value) => {
    if (!isObject(value)) return { path: '', expected: 'an object', found: value };
    for (const [key, item] of Object.entries(value)) {
      const fault = check(item);
      if (fault !== null) return inside(key, fault);
    }
    return null;
  };
}

/** An object with these keys; further ones are let be. */
export function objectOf(checks: Readonly<Record<string, ValueCheck>>): ValueCheck {
  const entries = Object.entries(checks);
  return (value) => {
    if (!isObject(value)) return { path: '', expected: 'an object', found: value };
    for (const [key, check] of entries) {
      const fault = check(value[key]);
      if (fault !== null) return inside(key, fault);
    }
    return null;
  };
}

function inside(key: string, fault: ValueFault): ValueFault {
  const rest = fault.path === '' || fault.path.startsWith('[') ? fault.path : `.${fault.path}`;
  return { ...fault, path: `${key}${rest}` };
}

/** `latencyMs: expected a number from 0 to 1000000000000000, found "fast"`. */
export function explainFault({ path, expected, found }: ValueFault): string {
  return `${path === '' ? '' : `${path}: `}expected ${expected}, found ${shown(found)}`;
}

const SHOWN = 80;

function shown(found: unknown): string {
  if (found === undefined) return 'nothing';
  if (typeof found === 'number' && !Number.isFinite(found)) return 'a number that is too large';
  if (nestsTooDeep(found)) return 'a value that nests too deeply';
  const json = JSON.stringify(found) ?? 'nothing';
  return json.length <= SHOWN ? json : `${json.slice(0, SHOWN - 1)}…`;
}

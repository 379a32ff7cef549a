import { isObject, joinPath } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { ToolCall } from '../../domain/wire.ts';

/** The Python type of a JSON value. */
export type Kind = 'str' | 'int' | 'float' | 'bool' | 'list' | 'dict' | 'none';
/** The texts of the numbers that a model wrote, by path in the arguments: `5.0` is a Python float, `5` an int. */
export type Written = ToolCall['written'];

/** The Python type of the first accepted value that is not `""`; null when every accepted value is `""`. */
export function answerKind(accepted: readonly Json[]): Kind | null {
  const first = accepted.find((one) => one !== '');
  if (first === undefined) return null;
  const text = numberText(first);
  return text === null ? madeKind(first, null, '') : numberKind(Number(text), text);
}

/** The Python type of a value that the model wrote at `path`. */
export function madeKind(value: Json, written: Written, path: string): Kind {
  if (typeof value === 'string') return 'str';
  if (typeof value === 'number') return numberKind(value, written?.[path]);
  if (typeof value === 'boolean') return 'bool';
  if (value === null) return 'none';
  return Array.isArray(value) ? 'list' : 'dict';
}

function numberKind(value: number, text: string | undefined): Kind {
  // JSON.stringify writes integral numbers from 1e21 on with an exponent, which Python reads as a float.
  if (text === undefined) return Number.isInteger(value) && Math.abs(value) < 1e21 ? 'int' : 'float';
  return /[.e]/i.test(text) ? 'float' : 'int';
}

/**
 * True when every item of a list has the declared item type `nested`, or the type of the first item of the accepted list. BFCL
 * looks one level deep only.
 */
export function itemsHaveKind(
  value: readonly Json[],
  answer: Json,
  nested: Kind,
  written: Written,
  path: string,
): boolean {
  if (!Array.isArray(answer)) return true;
  const other = answerKind(answer);
  return value.every((item, i) => {
    const kind = madeKind(item, written, written === null ? '' : joinPath(path, i));
    return kind === nested || kind === other;
  });
}

/** The text of an accepted number that is written `{ "$number": "5.0" }`; null for any other value. */
function numberText(value: Json): string | null {
  if (!isObject(value)) return null;
  const text = value['$number'];
  return typeof text === 'string' ? text : null;
}

/**
 * Python's `==` between a value that the model wrote and an accepted value: `1 == True == 1.0`; integers of any size compare
 * exactly.
 */
export function equal(made: Json, answer: Json, written: Written, path: string): boolean {
  const text = numberText(answer);
  if (typeof made === 'number' || typeof made === 'boolean') {
    const number = text === null ? answer : Number(text);
    if (typeof number !== 'number' && typeof number !== 'boolean') return false;
    if (Number(made) !== Number(number)) return false;
    const madeText = written?.[path];
    return (text === null && madeText === undefined) || exact(made, madeText) === exact(number, text ?? undefined);
  }
  if (made === null || typeof made === 'string' || text !== null) return made === answer;
  if (Array.isArray(made)) {
    if (!Array.isArray(answer) || made.length !== answer.length) return false;
    return made.every((item, i) => equal(item, answer[i] ?? null, written, below(path, i, written)));
  }
  if (!isObject(answer)) return false;
  const keys = Object.keys(made);
  if (keys.length !== Object.keys(answer).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(answer, key) && equal(made[key] ?? null, answer[key] ?? null, written, below(path, key, written)),
  );
}

function below(path: string, key: string | number, written: Written): string {
  return written === null ? '' : joinPath(path, key);
}

function exact(value: number | boolean, text: string | undefined): bigint | number {
  if (text !== undefined && !/[.e]/i.test(text)) return BigInt(text);
  return Number.isInteger(Number(value)) ? BigInt(value) : Number(value);
}

const IGNORED = /[ ,./\-_*^]/g;

function standardized(text: string): string {
  return text.replace(IGNORED, '').toLowerCase().replaceAll("'", '"');
}

/** Like `equal`, except that BFCL ignores case, spaces and `,./-_*^` in strings. */
export function looselyEqual(made: Json, answer: Json, written: Written, path: string): boolean {
  if (typeof made !== 'string') return equal(made, answer, written, path);
  return typeof answer === 'string' && (made === answer || standardized(made) === standardized(answer));
}

/**
 * The values of Python's `answer[i]`: the items of a list, or the characters of a string. Null where Python would raise an
 * error.
 */
function entries(answer: Json | undefined): readonly Json[] | null {
  if (Array.isArray(answer)) return answer;
  if (typeof answer === 'string') return Array.from(answer);
  return isObject(answer) && Object.keys(answer).length === 0 ? [] : null;
}

/**
 * True when both lists hold equal items in the same order. Strings among the items compare loosely, strings deeper inside
 * exactly.
 */
export function listFits(made: Json, answer: Json, written: Written, path: string): boolean {
  const wanted = entries(answer);
  if (!Array.isArray(made) || wanted === null || made.length !== wanted.length) return false;
  return made.every((item, i) => looselyEqual(item, wanted[i] ?? null, written, below(path, i, written)));
}

/** True when both lists hold fitting dicts in the same order. */
export function dictsFit(made: Json, answer: Json, written: Written, path: string): boolean {
  const wanted = entries(answer);
  if (!Array.isArray(made) || wanted === null || made.length !== wanted.length) return false;
  return made.every((item, i) => dictFits(item, wanted[i] ?? null, written, below(path, i, written)));
}

/**
 * True when a dict fits. An accepted dict holds a list of accepted values per key; `""` in that list means that the key may be
 * left out.
 */
export function dictFits(made: Json, answer: Json, written: Written, path: string): boolean {
  if (!isObject(made) || !isObject(answer) || numberText(answer) !== null) return false;
  for (const key of Object.keys(made)) {
    const options = Object.hasOwn(answer, key) ? entries(answer[key]) : null;
    const value = made[key] ?? null;
    const at = below(path, key, written);
    if (options === null || !options.some((option) => looselyEqual(value, option, written, at))) return false;
  }
  return Object.keys(answer).every((key) => Object.hasOwn(made, key) || keyMayBeLeftOut(answer[key]));
}

function keyMayBeLeftOut(options: Json | undefined): boolean {
  if (Array.isArray(options)) return options.includes('');
  return typeof options === 'string' || (isObject(options) && Object.hasOwn(options, ''));
}

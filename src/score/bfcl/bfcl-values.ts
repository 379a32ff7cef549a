import { isObject, joinPath } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { ToolCall } from '../../domain/wire.ts';

/** Python's types, as far as JSON has them. */
export type Kind = 'str' | 'int' | 'float' | 'bool' | 'list' | 'dict' | 'none';
/** Written forms of made numbers by path: `5.0` is a float, `5` an int. */
export type Written = ToolCall['written'];

/** Type of the first answer that is not `""`; null when there is none. */
export function answerKind(accepted: readonly Json[]): Kind | null {
  const first = accepted.find((one) => one !== '');
  if (first === undefined) return null;
  const text = numberText(first);
  return text === null ? madeKind(first, null, '') : numberKind(Number(text), text);
}

/** Python type of a made value at `path`. */
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

/** BFCL checks the items of a list one level deep, against the declared type or that of the answer's first item. */
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

/** The written form of an accepted number: `{ "$number": "5.0" }`; null for anything else. */
function numberText(value: Json): string | null {
  if (!isObject(value)) return null;
  const text = value['$number'];
  return typeof text === 'string' ? text : null;
}

/** Python equality of a made value and an accepted one: `1 == True == 1.0`, integers of any size exactly. */
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

/** As `equal`, but strings compare without case, spaces and `,./-_*^`. */
export function looselyEqual(made: Json, answer: Json, written: Written, path: string): boolean {
  if (typeof made !== 'string') return equal(made, answer, written, path);
  return typeof answer === 'string' && (made === answer || standardized(made) === standardized(answer));
}

/** What Python's `answer[i]` runs over: the items of a list, the characters of a string; null where it would raise. */
function entries(answer: Json | undefined): readonly Json[] | null {
  if (Array.isArray(answer)) return answer;
  if (typeof answer === 'string') return Array.from(answer);
  return isObject(answer) && Object.keys(answer).length === 0 ? [] : null;
}

/** Items in order; strings among them compare loosely, deeper ones exactly. */
export function listFits(made: Json, answer: Json, written: Written, path: string): boolean {
  const wanted = entries(answer);
  if (!Array.isArray(made) || wanted === null || made.length !== wanted.length) return false;
  return made.every((item, i) => looselyEqual(item, wanted[i] ?? null, written, below(path, i, written)));
}

/** A list of dicts, in order. */
export function dictsFit(made: Json, answer: Json, written: Written, path: string): boolean {
  const wanted = entries(answer);
  if (!Array.isArray(made) || wanted === null || made.length !== wanted.length) return false;
  return made.every((item, i) => dictFits(item, wanted[i] ?? null, written, below(path, i, written)));
}

/** A dict answer holds a list of accepted values per key; `""` in it means that the key may be left out. */
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

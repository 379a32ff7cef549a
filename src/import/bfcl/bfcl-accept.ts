import { sentName } from '../sent-name.ts';
import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';

/** An expected call in the form of a scenario file. */
export interface WrittenAcceptedCall {
  readonly name: string;
  readonly accept: { readonly [parameter: string]: readonly Json[] };
}

/**
 * Turns the `ground_truth` of one item (from `parseMarked`) into expected calls; returns a string with the fault of an invalid
 * one. `schemas` has the parameters of the item's functions by the name that requests send.
 */
export function readGroundTruth(
  truth: Json | undefined,
  schemas: ReadonlyMap<string, JsonObject | null>,
): readonly WrittenAcceptedCall[] | string {
  if (!Array.isArray(truth)) return '`ground_truth` must be a list of calls';
  const calls: WrittenAcceptedCall[] = [];
  for (const [i, entry] of truth.entries()) {
    const call = readCall(entry, schemas);
    if (typeof call === 'string') return `ground_truth[${i}]: ${call}`;
    calls.push(call);
  }
  return calls;
}

function readCall(entry: Json, schemas: ReadonlyMap<string, JsonObject | null>): WrittenAcceptedCall | string {
  const pairs = isObject(entry) ? Object.entries(entry) : [];
  const [pair] = pairs;
  if (pair === undefined || pairs.length > 1) return 'expected `{function: {parameter: [accepted values]}}`';
  const name = sentName(pair[0]);
  const schema = schemas.get(name);
  if (schema === undefined) return `the function \`${pair[0]}\` is not among the functions of the question`;
  if (!isObject(pair[1])) return `the parameters of \`${pair[0]}\` must be an object`;
  const properties = schema?.['properties'];
  const accept: { [parameter: string]: readonly Json[] } = {};
  for (const [parameter, values] of Object.entries(pair[1])) {
    if (!Array.isArray(values)) return `the accepted values of \`${parameter}\` must be a list`;
    const declared = isObject(properties) ? properties[parameter] : undefined;
    const type = isObject(declared) ? declared['type'] : undefined;
    accept[parameter] = values.map((value) => (type === 'number' ? plainNumber(value) : simplify(value, false)));
  }
  return { name, accept };
}

/** Keeps a marked number only where the comparison uses its spelling. Inside dicts only the value counts. */
function simplify(value: Json, insideDict: boolean): Json {
  if (Array.isArray(value)) return value.map((item) => simplify(item, insideDict));
  if (!isObject(value)) return value;
  if (typeof value['$number'] === 'string') return insideDict || !isIntegral(value) ? plainNumber(value) : value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, simplify(item, true)]));
}

/** A marked number without its mark; integers beyond 2^53 keep the mark. */
function plainNumber(value: Json): Json {
  const text = isObject(value) ? value['$number'] : undefined;
  return typeof text === 'string' && /[.eE]/.test(text) ? Number(text) : value;
}

function isIntegral(marked: JsonObject): boolean {
  return Number.isInteger(Number(marked['$number']));
}

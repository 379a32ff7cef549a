import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { ExpectedCall } from '../../domain/scenario.ts';
import { satisfies, schemaFault } from './satisfies.ts';
import { propertySchema, resolveSchema, requiredOf } from '../schema/resolve.ts';

/** A parameter with a conflict between its accepted values and its schema. */
interface AcceptFault {
  readonly parameter: string;
  /**
   * `none`: no accepted value satisfies the schema. `missing`: a required parameter that the answer lacks, or only leaves out.
   * `some`: at least one accepted value breaks the schema, another one satisfies it.
   */
  readonly kind: 'none' | 'missing' | 'some';
  /** The accepted values that break the schema. */
  readonly values: readonly Json[];
  /** The reason that the first of `values` breaks the schema; null where `values` is empty. */
  readonly why: string | null;
}

export interface AcceptedCall {
  readonly arguments: JsonObject;
  /** Written forms of numbers that JSON would write otherwise, by path. */
  readonly written: { readonly [path: string]: string } | null;
  readonly faults: readonly AcceptFault[];
}

/**
 * A call with the first accepted value of each parameter that satisfies its schema, under `rules: bfcl`. `""` leaves the
 * parameter out, and is chosen only when no value satisfies the schema. Where no value does, the call has the first accepted
 * value, so that the fault is visible.
 */
export function acceptedCall(accept: NonNullable<ExpectedCall['accept']>, parameters: JsonObject | null): AcceptedCall {
  const schema = parameters === null ? null : resolveSchema(parameters);
  const required = new Set(requiredOf(schema));
  const args: JsonObject = {};
  const written: { [path: string]: string } = {};
  const faults: AcceptFault[] = [];
  for (const [name, options] of Object.entries(accept)) {
    const own = propertySchema(schema, name);
    const values = options.filter((option) => option !== '').map((option) => choose(option, own));
    const good = values.find((value) => satisfies(own, plainNumbers(value)));
    const bad = options.filter((option) => option !== '' && !satisfies(own, plainNumbers(choose(option, own))));
    const why = bad[0] === undefined ? null : schemaFault(own, plainNumbers(choose(bad[0], own)));
    const mayOmit = options.includes('') && !required.has(name);
    if (good === undefined && !mayOmit) {
      faults.push({ parameter: name, kind: values.length === 0 ? 'missing' : 'none', values: bad, why });
    } else if (bad.length > 0) faults.push({ parameter: name, kind: 'some', values: bad, why });
    // BFCL calls a parameter that the schema does not declare unexpected, even where the answer lists it.
    const usable = mayOmit && own === null && schema !== null ? undefined : good;
    const taken = usable ?? (mayOmit ? undefined : (good ?? (values.length === 0 ? '' : values[0])));
    if (taken !== undefined) args[name] = withWritten(taken, joinPath('', name), written);
  }
  for (const name of required) {
    if (!Object.hasOwn(accept, name)) faults.push({ parameter: name, kind: 'missing', values: [], why: null });
  }
  return { arguments: args, written: Object.keys(written).length === 0 ? null : written, faults };
}

/** An accepted dict holds a list of accepted values per key; the first that satisfies the key's schema is taken. */
function choose(option: Json, schema: JsonObject | null): Json {
  if (Array.isArray(option)) {
    const items = schema?.['items'];
    if (!isObject(items) || items['type'] !== 'object') return option;
    return option.map((item) => choose(item, items));
  }
  if (!isObject(option) || isNumber(option)) return option;
  const value: JsonObject = {};
  const required = new Set(requiredOf(schema));
  for (const [key, accepted] of Object.entries(option)) {
    const own = propertySchema(schema, key);
    const options = Array.isArray(accepted) ? accepted : [accepted];
    const real = options.filter((one) => one !== '').map((one) => choose(one, own));
    const taken = real.find((one) => satisfies(own, plainNumbers(one)));
    if (taken !== undefined) value[key] = taken;
    else if (required.has(key) || !options.includes('')) value[key] = real[0] ?? '';
  }
  return value;
}

function isNumber(value: Json): boolean {
  return isObject(value) && typeof value['$number'] === 'string';
}

/** Replaces `{ "$number": "5.0" }`, the form in which an answer keeps the spelling of a number, by the number. */
function plainNumbers(value: Json): Json {
  return withWritten(value, '', {});
}

function withWritten(value: Json, path: string, written: { [path: string]: string }): Json {
  if (Array.isArray(value)) return value.map((item, i) => withWritten(item, joinPath(path, i), written));
  if (!isObject(value)) return value;
  const text = value['$number'];
  if (typeof text === 'string') {
    written[path] = text;
    return Number(text);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withWritten(item, joinPath(path, key), written)]),
  );
}

import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** Matchers that fit exactly these values. */
export function literals(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, literal(value)]));
}

function literal(value: Json): Json {
  return holdsOperator(value) ? { $literal: value } : value;
}

function holdsOperator(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsOperator);
  return isObject(value) && Object.entries(value).some(([name, inner]) => name.startsWith('$') || holdsOperator(inner));
}

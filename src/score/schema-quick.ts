import { isObject } from '../domain/json.ts';
import type { Json, JsonObject } from '../domain/json.ts';

/**
 * True only where the value surely satisfies the schema; false says nothing. Understands the keywords of nearly all tool schemas
 * (types, enums, properties, items, bounds) and leaves everything else, and every fault, to the validator: ten times as fast.
 */
export function surelyValid(schema: Json | undefined, value: Json): boolean {
  if (schema === true) return true;
  if (!isObject(schema)) return false;
  for (const keyword in schema) {
    if (!keywordHolds(keyword, schema, value)) return false;
  }
  return true;
}

function keywordHolds(keyword: string, schema: JsonObject, value: Json): boolean {
  const operand = schema[keyword];
  switch (keyword) {
    case 'title':
    case 'description':
    case 'default':
    case 'examples':
    case '$comment':
    case 'deprecated':
      return true;
    case 'type':
      return typeof operand === 'string' && hasJsonType(value, operand);
    case 'enum':
      return Array.isArray(operand) && operand.includes(value);
    case 'properties':
      return !isObject(value) || (isObject(operand) && propertiesHold(operand, value));
    case 'required':
      return (
        !isObject(value) ||
        (Array.isArray(operand) && operand.every((key) => typeof key === 'string' && Object.hasOwn(value, key)))
      );
    case 'additionalProperties':
      return operand === true || (operand === false && (!isObject(value) || nothingExtra(schema['properties'], value)));
    case 'items':
      return !Array.isArray(value) || (isObject(operand) && value.every((item) => surelyValid(operand, item)));
    case 'minimum':
      return typeof operand === 'number' && (typeof value !== 'number' || value >= operand);
    case 'maximum':
      return typeof operand === 'number' && (typeof value !== 'number' || value <= operand);
    case 'minItems':
      return typeof operand === 'number' && (!Array.isArray(value) || value.length >= operand);
    case 'maxItems':
      return typeof operand === 'number' && (!Array.isArray(value) || value.length <= operand);
    default:
      return false;
  }
}

function propertiesHold(properties: JsonObject, value: JsonObject): boolean {
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(properties, key) && !surelyValid(properties[key], value[key] ?? null)) return false;
  }
  return true;
}

function nothingExtra(properties: Json | undefined, value: JsonObject): boolean {
  const declared = properties ?? {};
  return isObject(declared) && Object.keys(value).every((key) => Object.hasOwn(declared, key));
}

/** JSON Schema's types: a whole number is an integer, however it is written. */
export function hasJsonType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      return false;
  }
}

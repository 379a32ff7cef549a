import { isObject, type Json } from '../../json/json.ts';

export const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

/** True when a value has a JSON Schema type. Every whole number is an `integer`, also `5.0`. False for an unknown type. */
export function hasJsonType(value: Json, type: string): boolean {
  return isOfType(value, type) === true;
}

/** As `hasJsonType`; null for an unknown type. */
export function isOfType(value: Json, type: string): boolean | null {
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
      return null;
  }
}

import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { byCodeUnits } from '../../text/code-units.ts';
import type { FieldName } from './field-name.ts';

/**
 * For each field of a schema its pattern below the schema, in every protocol. In the situations of `relay`, each parameter is
 * named after the keyword that it tests.
 */
export const SCHEMA_FIELDS: { readonly [name in SchemaField]: string } = {
  'schema.type': 'properties.typed.type',
  'schema.description': 'properties.described.description',
  'schema.required': 'required',
  'schema.closed': 'additionalProperties',
  'schema.enum': 'properties.listed.enum',
  'schema.const': 'properties.fixed.const',
  'schema.ref': 'properties.referred.$ref',
  'schema.nested': 'properties.outer.properties.inner.properties',
  'schema.nested.required': 'properties.outer.properties.inner.required',
  'schema.items': 'properties.list.items',
  'schema.nullable': 'properties.nullable.type',
  'schema.union': 'properties.either.anyOf',
  'schema.bounds': 'properties.bounded.maximum',
  'schema.least': 'properties.bounded.minimum',
  'schema.length': 'properties.long.maxItems',
  'schema.fewest': 'properties.long.minItems',
  'schema.text': 'properties.short.maxLength',
  'schema.map': 'properties.named.additionalProperties',
  'schema.pattern': 'properties.patterned.pattern',
  'schema.format': 'properties.formatted.format',
  'schema.default': 'properties.defaulted.default',
  'schema.order': 'properties',
};

export type SchemaField = Extract<FieldName, `schema.${string}`>;

/**
 * The neutral value of a field in a schema, however the schema spells it: in capitals, with or without references, with
 * `nullable` or a list of types. Undefined where the schema does not have it.
 */
export function schemaSays(field: SchemaField, schema: Json): Json | undefined {
  if (!isObject(schema)) return undefined;
  const property = (name: string): JsonObject | undefined => {
    const all = schema['properties'];
    const found = isObject(all ?? null) ? (all as JsonObject)[name] : undefined;
    return isObject(found ?? null) ? (found as JsonObject) : undefined;
  };
  switch (field) {
    case 'schema.type':
      return evenType(property('typed')?.['type']);
    case 'schema.description':
      return property('described')?.['description'];
    case 'schema.required':
      return namesOf(schema['required']);
    case 'schema.closed':
      return schema['additionalProperties'];
    case 'schema.enum':
      return property('listed')?.['enum'];
    case 'schema.const':
      return fixedValue(property('fixed'));
    case 'schema.ref':
      return referred(property('referred'), schema);
    case 'schema.nested': {
      const inner = below(below(property('outer'), 'properties'), 'inner');
      return evenTypes(inner?.['properties']);
    }
    case 'schema.nested.required':
      return namesOf(below(below(property('outer'), 'properties'), 'inner')?.['required']);
    case 'schema.items':
      return evenTypes(property('list')?.['items']);
    case 'schema.nullable':
      return mayBeNull(property('nullable'));
    case 'schema.union':
      return evenTypes(property('either')?.['anyOf'] ?? property('either')?.['oneOf']);
    case 'schema.bounds':
      return property('bounded')?.['maximum'];
    case 'schema.least':
      return property('bounded')?.['minimum'];
    case 'schema.length':
      return asNumber(property('long')?.['maxItems']);
    case 'schema.fewest':
      return asNumber(property('long')?.['minItems']);
    case 'schema.text':
      return asNumber(property('short')?.['maxLength']);
    case 'schema.map':
      return evenTypes(property('named')?.['additionalProperties']);
    case 'schema.pattern':
      return property('patterned')?.['pattern'];
    case 'schema.format':
      return property('formatted')?.['format'];
    case 'schema.default':
      return property('defaulted')?.['default'];
    case 'schema.order': {
      const ordered =
        schema['propertyOrdering'] ??
        Object.keys(isObject(schema['properties'] ?? null) ? (schema['properties'] as JsonObject) : {});
      return Array.isArray(ordered) && ordered.length > 0 ? ordered : undefined;
    }
  }
}

/** Names in any order. */
function namesOf(required: Json | undefined): Json | undefined {
  return Array.isArray(required) ? required.map(asText).toSorted(byCodeUnits) : undefined;
}

function below(holder: JsonObject | undefined, name: string): JsonObject | undefined {
  const found = holder?.[name];
  return isObject(found ?? null) ? (found as JsonObject) : undefined;
}

function evenType(type: Json | undefined): Json | undefined {
  return typeof type === 'string' ? type.toLowerCase() : type;
}

/** A schema whose types are in small letters, however a protocol writes them. */
export function evenTypes(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => evenTypes(item) ?? null);
  if (!isObject(value ?? null)) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, item]) => [
      name,
      (name === 'type' ? evenType(item) : evenTypes(item)) ?? null,
    ]),
  );
}

/** A number; Gemini's own dialect writes whole numbers as strings. */
function asNumber(value: Json | undefined): Json | undefined {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

/** The only value of a property, by `const` or by an `enum` with one value. */
function fixedValue(property: JsonObject | undefined): Json | undefined {
  const list = property?.['enum'];
  return property?.['const'] ?? (Array.isArray(list) && list.length === 1 ? list[0] : undefined);
}

/** The definition of a reference, or the inline schema in its place. */
function referred(property: JsonObject | undefined, schema: JsonObject): Json | undefined {
  const ref = property?.['$ref'];
  if (typeof ref !== 'string')
    return property !== undefined && 'properties' in property ? evenTypes(property) : undefined;
  const [, list, name] = /^#\/(\$defs|definitions)\/(.+)$/.exec(ref) ?? [];
  return list === undefined || name === undefined ? undefined : evenTypes(below(schema, list)?.[name]);
}

/** The type of a property that may also be null; undefined where it may not. */
function mayBeNull(property: JsonObject | undefined): Json | undefined {
  if (property === undefined) return undefined;
  const { type, nullable, anyOf } = property;
  if (Array.isArray(type)) {
    const others = type.filter((one) => evenType(one) !== 'null');
    return others.length === type.length ? undefined : (evenType(others[0]) ?? null);
  }
  if (nullable === true) return evenType(type);
  if (!Array.isArray(anyOf)) return undefined;
  const others = anyOf.filter((one) => !deepEqual(evenTypes(one), { type: 'null' }));
  return others.length === anyOf.length
    ? undefined
    : evenType(isObject(others[0] ?? null) ? (others[0] as JsonObject)['type'] : undefined);
}

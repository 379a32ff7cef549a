import type { FieldPlace } from './places.ts';
import { SCHEMA_FIELDS, schemaSays, type SchemaField } from './schema-fields.ts';

/** The places of the fields of schemas. `roots` are the patterns of a tool's schema. */
export function schemaPlaces(roots: readonly string[], source: string): { readonly [name in SchemaField]: FieldPlace } {
  const rows = Object.entries(SCHEMA_FIELDS).map(([name, below]): [string, FieldPlace] => [
    name,
    {
      at: roots.map((root) => `${root}.${below}`),
      source,
      from: roots,
      says: (schema) => schemaSays(name as SchemaField, schema),
    },
  ]);
  return Object.fromEntries(rows) as { readonly [name in SchemaField]: FieldPlace };
}

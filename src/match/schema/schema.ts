import { Validator } from '@cfworker/json-schema';
import type { OutputUnit, SchemaDraft } from '@cfworker/json-schema';
import { isObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { Pattern } from '../../pattern/pattern.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import { boundFormats, isKnownFormat } from './formats.ts';
import { quickVerdict, surelyValid } from './schema-quick.ts';
import { translateFaults } from './schema-faults.ts';
import type { SchemaFault } from './schema-faults.ts';
import { listPatterns } from './schema-patterns.ts';
import { repairSchema } from './schema-repair.ts';
import type { SchemaDefect } from './schema-repair.ts';

export type { SchemaFault } from './schema-faults.ts';

boundFormats();

/** `asserted`: a value must satisfy a `format`. `annotated`: a `format` is only a hint, as in JSON Schema 2020-12. */
export type Formats = 'asserted' | 'annotated';

/**
 * All faults of the arguments; `[]` when they are valid or there is no schema. `$schema` selects draft 4, 7, 2019-09 or 2020-12
 * (the default). Invalid parts of the schema are ignored; `schemaDefects` returns them. Errors: `PatternStopped`.
 */
export function validateArguments(
  parameters: JsonObject | null,
  args: JsonObject,
  formats: Formats = 'asserted',
): SchemaFault[] {
  if (parameters === null || surelyValid(parameters, args)) return [];
  return translateFaults(prepare(parameters, formats).schema, args, run(parameters, args, formats));
}

/** True when the value satisfies the schema; a schema may be a boolean. Errors: `PatternStopped`. */
export function fitsSchema(schema: Json, value: Json, formats: Formats = 'asserted'): boolean {
  if (!isObject(schema)) return schema !== false;
  return quickVerdict(schema, value) ?? run(schema, value, formats).length === 0;
}

/** The invalid parts of a schema, which validation ignores; `[]` without any. */
export function schemaDefects(schema: JsonObject): readonly SchemaDefect[] {
  return prepare(schema, 'asserted').defects;
}

interface Prepared {
  readonly schema: JsonObject;
  readonly patterns: readonly Pattern[];
  readonly validator: Validator | null;
  readonly defects: SchemaDefect[];
}

const PREPARED = {
  asserted: rememberFor((schema: JsonObject) => build(schema, 'asserted')),
  annotated: rememberFor((schema: JsonObject) => build(schema, 'annotated')),
};

function prepare(schema: JsonObject, formats: Formats): Prepared {
  return PREPARED[formats](schema);
}

function build(original: JsonObject, formats: Formats): Prepared {
  const { schema, defects, patterns } = repairSchema(original, formats === 'asserted' ? isKnownFormat : () => false);
  try {
    const validator = new Validator(schema, draftOf(original), false);
    return { schema, patterns, validator, defects };
  } catch (error) {
    defects.push({ path: '', message: error instanceof Error ? error.message : String(error) });
    return { schema, patterns, validator: null, defects };
  }
}

function draftOf(schema: JsonObject): SchemaDraft {
  const name = schema['$schema'];
  if (typeof name !== 'string') return '2020-12';
  if (name.includes('draft-04')) return '4';
  if (name.includes('draft-06') || name.includes('draft-07')) return '7';
  return name.includes('2019-09') ? '2019-09' : '2020-12';
}

function run(original: JsonObject, value: Json, formats: Formats): OutputUnit[] {
  const { schema, patterns, validator, defects } = prepare(original, formats);
  if (validator === null) return [];
  try {
    const own = listPatterns(schema, patterns, value);
    const reader = own === schema ? validator : new Validator(own, draftOf(original), false);
    return reader.validate(value).errors;
  } catch (error) {
    if (error instanceof PatternStopped) throw error;
    // A reference that cannot be resolved, or that leads back to itself. The validator finds it only when a value reaches it.
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (!defects.some((defect) => defect.message === message)) defects.push({ path: '', message });
    return [];
  }
}

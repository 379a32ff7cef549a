import { Validator } from '@cfworker/json-schema';
import type { OutputUnit, SchemaDraft } from '@cfworker/json-schema';
import { isObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { quickVerdict, surelyValid } from './schema-quick.ts';
import { translateFaults } from './schema-faults.ts';
import type { SchemaFault } from './schema-faults.ts';
import { repairSchema } from './schema-repair.ts';
import type { SchemaDefect } from './schema-repair.ts';

export type { SchemaFault } from './schema-faults.ts';

/**
 * All faults of the arguments, `[]` when they are valid or there is no schema. Drafts 4, 7, 2019-09 and 2020-12 (the default), by `$schema`.
 * What is wrong in the schema itself constrains nothing: `schemaDefects` names it.
 */
export function validateArguments(parameters: JsonObject | null, args: JsonObject): SchemaFault[] {
  if (parameters === null || surelyValid(parameters, args)) return [];
  return translateFaults(prepare(parameters).schema, args, run(parameters, args));
}

/** True when the value satisfies the schema; a schema may be a boolean. */
export function fitsSchema(schema: Json, value: Json): boolean {
  if (!isObject(schema)) return schema !== false;
  return quickVerdict(schema, value) ?? run(schema, value).length === 0;
}

/** What cannot be read in a schema, and therefore constrains nothing; `[]` for a sound one. */
export function schemaDefects(schema: JsonObject): readonly SchemaDefect[] {
  return prepare(schema).defects;
}

interface Prepared {
  readonly schema: JsonObject;
  readonly validator: Validator | null;
  readonly defects: SchemaDefect[];
}

const prepare = rememberFor(build);

function build(original: JsonObject): Prepared {
  const { schema, defects } = repairSchema(original);
  try {
    const validator = new Validator(schema, draftOf(original), false);
    return { schema, validator, defects };
  } catch (error) {
    defects.push({ path: '', message: error instanceof Error ? error.message : String(error) });
    return { schema, validator: null, defects };
  }
}

function draftOf(schema: JsonObject): SchemaDraft {
  const name = schema['$schema'];
  if (typeof name !== 'string') return '2020-12';
  if (name.includes('draft-04')) return '4';
  if (name.includes('draft-06') || name.includes('draft-07')) return '7';
  return name.includes('2019-09') ? '2019-09' : '2020-12';
}

function run(schema: JsonObject, value: Json): OutputUnit[] {
  const { validator, defects } = prepare(schema);
  if (validator === null) return [];
  try {
    return validator.validate(value).errors;
  } catch (error) {
    // An unresolved reference, or one that leads back to itself: found only when a value reaches it.
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (!defects.some((defect) => defect.message === message)) defects.push({ path: '', message });
    return [];
  }
}

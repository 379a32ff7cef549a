import type { Json, JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import { validateArguments, type Formats } from '../schema/schema.ts';

const wrapperOf = rememberFor((schema: JsonObject): JsonObject => {
  return { type: 'object', properties: { value: schema }, required: ['value'] };
});

/** A sentence about how a value breaks a resolved schema (see `resolveSchema`); null where the value satisfies it. */
export function schemaFault(schema: JsonObject | null, value: Json, formats: Formats = 'asserted'): string | null {
  if (schema === null) return null;
  try {
    const fault = validateArguments(wrapperOf(schema), { value }, formats)[0];
    return fault === undefined ? null : fault.message;
  } catch (error) {
    // A made-up value on which a pattern was stopped is no example.
    if (error instanceof PatternStopped) return error.message;
    throw error;
  }
}

/** True when a value satisfies a resolved schema. Every value satisfies null. */
export function satisfies(schema: JsonObject | null, value: Json): boolean {
  return schemaFault(schema, value) === null;
}

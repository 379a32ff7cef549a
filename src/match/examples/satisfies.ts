import type { Json, JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import { validateArguments, type Formats } from '../schema/schema.ts';

const wrapperOf = rememberFor((schema: JsonObject): JsonObject => {
  return { type: 'object', properties: { value: schema }, required: ['value'] };
});

/** How a value breaks a schema that stands on its own (see `resolveSchema`), in words; null when it does not. */
export function schemaFault(schema: JsonObject | null, value: Json, formats: Formats = 'asserted'): string | null {
  if (schema === null) return null;
  try {
    const fault = validateArguments(wrapperOf(schema), { value }, formats)[0];
    return fault === undefined ? null : fault.message;
  } catch (error) {
    // A made-up value that a pattern is not done with is no example.
    if (error instanceof PatternStopped) return error.message;
    throw error;
  }
}

/** Whether a value satisfies a schema that stands on its own; null is satisfied by everything. */
export function satisfies(schema: JsonObject | null, value: Json): boolean {
  return schemaFault(schema, value) === null;
}

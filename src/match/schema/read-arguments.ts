import type { JsonObject } from '../../json/json.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { withoutOptionalNulls } from './optional-null.ts';
import { fitsSchema, validateArguments, type SchemaFault } from './schema.ts';

/** What a scenario forgives in arguments. */
export type Leniency = Pick<Scenario, 'optionalNull' | 'formats'>;

/** The arguments as compared: without nulls that count as absent. The same object where there are none. */
export function comparedArguments(parameters: JsonObject | null, args: JsonObject, leniency: Leniency): JsonObject {
  return leniency.optionalNull === 'absent' ? withoutOptionalNulls(parameters, args) : args;
}

/** Faults of compared arguments that the scenario does not forgive. Errors: `PatternStopped`. */
export function argumentFaults(parameters: JsonObject | null, args: JsonObject, leniency: Leniency): SchemaFault[] {
  return validateArguments(parameters, args, formatsOf(leniency));
}

/** Whether compared arguments have no fault that the scenario does not forgive. Errors: `PatternStopped`. */
export function areSound(parameters: JsonObject | null, args: JsonObject, leniency: Leniency): boolean {
  return parameters === null || fitsSchema(parameters, args, formatsOf(leniency));
}

function formatsOf({ formats }: Leniency): 'asserted' | 'annotated' {
  return formats === 'strict' ? 'asserted' : 'annotated';
}

import type { JsonObject } from '../../json/json.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { withoutOptionalNulls } from './optional-null.ts';
import { fitsSchema, validateArguments, type SchemaFault } from './schema.ts';

/** Settings of a scenario that allow faults in arguments. */
export type Leniency = Pick<Scenario, 'optionalNull' | 'formats'>;

/** The arguments without nulls that count as left out. The same object where there are none. */
export function comparedArguments(parameters: JsonObject | null, args: JsonObject, leniency: Leniency): JsonObject {
  return leniency.optionalNull === 'absent' ? withoutOptionalNulls(parameters, args) : args;
}

/** Faults of compared arguments that the scenario does not allow. Errors: `PatternStopped`. */
export function argumentFaults(parameters: JsonObject | null, args: JsonObject, leniency: Leniency): SchemaFault[] {
  return validateArguments(parameters, args, formatsOf(leniency));
}

/** True when compared arguments have no fault, except those that the scenario allows. Errors: `PatternStopped`. */
export function areSound(parameters: JsonObject | null, args: JsonObject, leniency: Leniency): boolean {
  return parameters === null || fitsSchema(parameters, args, formatsOf(leniency));
}

function formatsOf({ formats }: Leniency): 'asserted' | 'annotated' {
  return formats === 'strict' ? 'asserted' : 'annotated';
}

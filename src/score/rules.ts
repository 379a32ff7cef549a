import type { RulesName } from '../domain/scenario.ts';
import { BFCL } from './bfcl/bfcl.ts';
import { NATIVE, type CallComparison } from './pairing/compare-call.ts';

/** How a value of the scenario's `rules` changes scoring: a row of `RULES`. */
export interface Rules {
  readonly comparison: CallComparison;
  /** True when arguments that break the tool's JSON Schema fail the trial. Otherwise they only lower the score `valid`. */
  readonly invalidFails: boolean;
  /** True when a call of an undeclared tool is a problem even where the plan allows further calls. */
  readonly toolsMustExist: boolean;
}

const ROWS: { readonly [name in RulesName]: Rules } = {
  native: { comparison: NATIVE, invalidFails: true, toolsMustExist: true },
  bfcl: { comparison: BFCL, invalidFails: false, toolsMustExist: false },
};

/** The row of the scenario's `rules`. */
export function rulesOf({ rules }: { readonly rules: RulesName }): Rules {
  return ROWS[rules];
}

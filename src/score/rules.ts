import type { RulesName } from '../domain/scenario.ts';
import { BFCL, NATIVE, type Comparison } from './pairing/compare-call.ts';

/** What `rules` of a scenario change in scoring: a row of `RULES`. */
export interface Rules {
  readonly comparison: Comparison;
  /** Arguments that break the tool's JSON Schema fail the trial; else `valid` is reported only. */
  readonly invalidFails: boolean;
  /** A call of a tool that is not declared is wrong even where further calls are allowed. */
  readonly toolsMustExist: boolean;
}

const ROWS: { readonly [name in RulesName]: Rules } = {
  native: { comparison: NATIVE, invalidFails: true, toolsMustExist: true },
  bfcl: { comparison: BFCL, invalidFails: false, toolsMustExist: false },
};

/** The rules of a scenario. */
export function rulesOf({ rules }: { readonly rules: RulesName }): Rules {
  return ROWS[rules];
}

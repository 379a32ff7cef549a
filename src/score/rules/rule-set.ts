import type { CallComparison } from '../pairing/compare-call.ts';

/** A value of the scenario's `rules`, and how it changes scoring: a row of `rules.ts`. */
export interface RuleSet<Name extends string = string> {
  /** The value of `rules`. */
  readonly name: Name;
  /** Completes "How arguments are compared:" in the help of editors. */
  readonly says: string;
  /** The key with which an expected call gives its arguments. */
  readonly key: 'arguments' | 'accept';
  readonly comparison: CallComparison;
  /** True when arguments that break the tool's JSON Schema fail the trial. Otherwise they only lower the score `valid`. */
  readonly invalidFails: boolean;
  /** True when a call of an undeclared tool is a problem even where the plan allows further calls. */
  readonly toolsMustExist: boolean;
}

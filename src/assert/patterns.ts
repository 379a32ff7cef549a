/** An expected call, as in a scenario's `expect.calls`. */
export interface CallPattern {
  readonly name: string;
  /** Values and argument matchers by parameter: `{ city: { $contains: 'Paris' } }`. Default: any arguments. */
  readonly arguments?: ArgumentPatterns;
  /** Id of the call, for `after` and `$result`. */
  readonly id?: string;
  /** Ids of calls that must stand in earlier steps. */
  readonly after?: readonly string[];
}

/** Values and argument matchers by parameter. A regular expression means `$regex`. */
export interface ArgumentPatterns {
  readonly [parameter: string]: unknown;
}

/** One acceptable course. */
export interface PlanPattern {
  readonly calls?: 'any' | readonly CallPattern[];
  readonly steps?: readonly (readonly CallPattern[])[];
  readonly extra?: 'forbid' | 'allow' | readonly string[];
  readonly forbidden?: readonly string[];
  readonly require_parallel?: boolean;
  readonly allow_retry?: boolean;
  readonly final?: { readonly contains?: readonly string[]; readonly matches?: string; readonly not?: string };
}

/** An expectation, as in a scenario's `expect`. */
export interface ExpectationPattern extends PlanPattern {
  readonly any_of?: readonly PlanPattern[];
}

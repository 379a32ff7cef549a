/** A call that is expected, as in the `expect.calls` of a scenario. */
export interface CallPattern {
  readonly name: string;
  /** Values and argument matchers by parameter: `{ city: { $contains: 'Paris' } }`; any arguments without it. */
  readonly arguments?: ArgumentPatterns;
  /** Names the call, for `after` and `$result`. */
  readonly id?: string;
  /** Ids of calls that must stand in earlier steps. */
  readonly after?: readonly string[];
}

/** Values and argument matchers by parameter. A regular expression stands for `$regex`. */
export interface ArgumentPatterns {
  readonly [parameter: string]: unknown;
}

/** One acceptable way. */
export interface PlanPattern {
  readonly calls?: 'any' | readonly CallPattern[];
  readonly steps?: readonly (readonly CallPattern[])[];
  readonly extra?: 'forbid' | 'allow' | readonly string[];
  readonly forbidden?: readonly string[];
  readonly require_parallel?: boolean;
  readonly allow_retry?: boolean;
  readonly final?: { readonly contains?: readonly string[]; readonly matches?: string; readonly not?: string };
}

/** What must happen, as in the `expect` of a scenario. */
export interface ExpectationPattern extends PlanPattern {
  readonly any_of?: readonly PlanPattern[];
}

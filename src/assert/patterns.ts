/** An expected call, as in a scenario's `expect.calls`. */
export interface CallPattern {
  /** The name of the tool. */
  readonly name: string;
  /** Values and argument matchers by parameter: `{ city: { $contains: 'Paris' } }`. Default: any arguments. */
  readonly arguments?: ArgumentPatterns;
  /** Id of the call, for `after` and `$result`. Default: none. */
  readonly id?: string;
  /** Ids of calls that must stand in earlier steps. Default: none. */
  readonly after?: readonly string[];
}

/** Values and argument matchers by parameter. A regular expression means `$regex`. */
export interface ArgumentPatterns {
  readonly [parameter: string]: unknown;
}

/** One acceptable course. */
export interface PlanPattern {
  /** The calls, in any order; `[]` for no call, `any` for at least one. Default: calls are not judged. */
  readonly calls?: 'any' | readonly CallPattern[];
  /** Groups of calls, in place of `calls`: a group follows the group before it, and the calls of one group come in any order. Default: `calls`. */
  readonly steps?: readonly (readonly CallPattern[])[];
  /** Calls beyond the expected ones: names of tools that may be called, `allow` for every tool. Default: `forbid`. */
  readonly extra?: 'forbid' | 'allow' | readonly string[];
  /** Names of tools that must not be called. Default: none. */
  readonly forbidden?: readonly string[];
  /** True to fail where calls that do not depend on each other came in several responses. Default: false. */
  readonly require_parallel?: boolean;
  /** True to count a call once that was answered with an error and then made again. Default: false. */
  readonly allow_retry?: boolean;
  /** The text of the last answer: it holds all of `contains`, fits the expression `matches`, does not fit `not`. Default: any text. */
  readonly final?: { readonly contains?: readonly string[]; readonly matches?: string; readonly not?: string };
}

/** An expectation, as in a scenario's `expect`. */
export interface ExpectationPattern extends PlanPattern {
  /** Several acceptable courses, in place of `calls` and `steps`; one of them has to be met. Default: `calls` or `steps`. */
  readonly any_of?: readonly PlanPattern[];
}

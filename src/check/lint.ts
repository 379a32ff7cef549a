import type { Issue } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Json } from '../json/json.ts';
import { shortJson } from '../text/shorten.ts';

/** An issue of a lint, before its line in the file is known. */
export interface LintIssue<Code extends string = string> {
  readonly code: Code;
  readonly severity: Issue['severity'];
  /** Path inside the scenario: `expect.calls[0].arguments.city`. */
  readonly path: string;
  readonly message: string;
}

/** A kind of mistake that `check` looks for: a row of `lints.ts`. */
export interface Lint {
  /** The codes of the lint's issues, each with its meaning. */
  readonly codes: Readonly<Record<string, string>>;
  /** Receives all scenarios once, and returns the function that finds the mistakes of one of them. */
  readonly over: (scenarios: readonly Scenario[]) => (scenario: Scenario) => Iterable<LintIssue>;
}

/** Returns the row as it is. The type makes sure that issues have no other code than those of the row. */
export function defineLint<const Codes extends Readonly<Record<string, string>>>(row: {
  readonly codes: Codes;
  readonly over: (
    scenarios: readonly Scenario[],
  ) => (scenario: Scenario) => Iterable<LintIssue<Extract<keyof Codes, string>>>;
}): Lint {
  return row;
}

/** An issue that makes the scenario unsound. */
export function error<Code extends string>(code: Code, path: string, message: string): LintIssue<Code> {
  return { code, severity: 'error', path, message };
}

/** An issue that the author should look at. */
export function warning<Code extends string>(code: Code, path: string, message: string): LintIssue<Code> {
  return { code, severity: 'warning', path, message };
}

/** A value for a message: JSON of about 80 characters; `nothing` for undefined. */
export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : shortJson(value, 80);
}

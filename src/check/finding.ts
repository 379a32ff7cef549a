import type { Issue } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Json } from '../json/json.ts';
import { shortJson } from '../text/shorten.ts';

/** What a lint found, before its place in the file is known. */
export interface Finding<Code extends string = string> {
  readonly code: Code;
  readonly severity: Issue['severity'];
  /** Inside the scenario: `expect.calls[0].arguments.city`. */
  readonly path: string;
  readonly message: string;
}

/** A kind of mistake that `check` looks for: a row of `lints.ts`. */
export interface Lint {
  /** The codes of its findings, each with what it means. */
  readonly codes: Readonly<Record<string, string>>;
  /** Looks at all scenarios once, where it has to; what it returns looks at one of them. */
  readonly over: (scenarios: readonly Scenario[]) => (scenario: Scenario) => Iterable<Finding>;
}

/** A lint whose findings have no other codes than those of its row. */
export function defineLint<const Codes extends Readonly<Record<string, string>>>(row: {
  readonly codes: Codes;
  readonly over: (
    scenarios: readonly Scenario[],
  ) => (scenario: Scenario) => Iterable<Finding<Extract<keyof Codes, string>>>;
}): Lint {
  return row;
}

/** A finding that makes the scenario unsound. */
export function error<Code extends string>(code: Code, path: string, message: string): Finding<Code> {
  return { code, severity: 'error', path, message };
}

/** A finding that the author should look at. */
export function warning<Code extends string>(code: Code, path: string, message: string): Finding<Code> {
  return { code, severity: 'warning', path, message };
}

/** A value as messages show it: JSON of about 80 characters; `nothing` where there is none. */
export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : shortJson(value, 80);
}

import type { Issue } from '../domain/errors.ts';
import type { Scenario } from '../domain/scenario.ts';

/** Kinds of issue that `check` finds, each with what it means. */
export const LINTS = {
  'unknown-tool': 'An expected call names a tool that the scenario does not declare.',
  'invalid-expected-arguments': "No answer can be right: the expected arguments break the tool's JSON Schema.",
  'invalid-alternative': 'One of several accepted values breaks the schema and can never be right.',
  'unknown-argument': 'An expected argument is not in the schema of its tool.',
  'optional-required': 'A required parameter is expected as optional.',
  'unsatisfiable-matcher': 'Nothing fits the matcher.',
  'needs-example': 'No example was found that fits the matcher; `$example` must give one.',
  'wrong-example': 'A `$example` does not fit its own matcher.',
  'unreachable-result': 'No expected call reaches a simulated result.',
  'ambiguous-pairing': 'One call could be meant by two expected ones.',
  'unused-tool': 'A tool has simulated results, but no expectation has to do with it.',
  'prompt-holds-answer': 'The messages give away what is to be found out.',
  'near-duplicate': 'Two scenarios ask almost the same.',
  'impossible-expectation': 'Parts of the scenario contradict each other.',
} as const;
export type LintCode = keyof typeof LINTS;

/** What a lint found, before its place in the file is known. */
export interface Finding {
  readonly code: LintCode;
  readonly severity: Issue['severity'];
  /** Inside the scenario: `expect.calls[0].arguments.city`. */
  readonly path: string;
  readonly message: string;
}

/** Looks at one scenario by itself. */
export type Lint = (scenario: Scenario) => Iterable<Finding>;

/** A finding that makes the scenario unsound. */
export function error(code: LintCode, path: string, message: string): Finding {
  return { code, severity: 'error', path, message };
}

/** A finding that the author should look at. */
export function warning(code: LintCode, path: string, message: string): Finding {
  return { code, severity: 'warning', path, message };
}

/** A value as messages show it: JSON, at most 80 characters. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? text : `${Array.from(text).slice(0, 79).join('')}…`;
}

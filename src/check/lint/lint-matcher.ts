import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import { exampleFor } from '../../match/examples/example.ts';
import { schemaFault } from '../../match/examples/satisfies.ts';
import { fitsExample } from '../../match/examples/fits-example.ts';
import { readMatcher } from '../../match/matcher.ts';
import { error, shown, type LintIssue } from '../lint.ts';

/** Codes of issues about one matcher. */
export const MATCHER_CODES = {
  'invalid-expected-arguments': "No answer can be right: the expected arguments break the tool's JSON Schema.",
  'invalid-alternative': 'One of several accepted values breaks the schema and can never be right.',
  'unsatisfiable-matcher': 'Nothing fits the matcher.',
  'needs-example': 'No example was found that fits the matcher; `$example` must give one.',
  'wrong-example': 'A `$example` does not fit its own matcher.',
} as const;
export type MatcherLintIssue = LintIssue<keyof typeof MATCHER_CODES>;

/**
 * Compares a matcher with the schema of its parameter. Some value must fit both. Parts that an operator names, such as each
 * alternative of `$oneOf`, are linted the same way.
 */
export function* lintMatcher(matcher: Json, schema: JsonObject | null, path: string): Generator<MatcherLintIssue> {
  if (isObject(matcher) && '$example' in matcher) {
    const example = matcher['$example'] ?? null;
    if (!fitsExample(matcher, example)) {
      yield error(
        'wrong-example',
        joinPath(path, '$example'),
        `The example ${shown(example)} does not fit its own matcher.`,
      );
      return;
    }
  }
  const read = readMatcher(matcher);
  if (read !== null) {
    const { operator, operand } = read;
    const at = joinPath(path, operator.name);
    const parts = operator.parts?.(operand, at);
    if (parts !== undefined) {
      for (const part of parts) yield* lintMatcher(part.matcher, schema, part.path);
      return;
    }
    const conflict = operator.conflict?.(operand, schema) ?? null;
    if (conflict !== null) {
      yield error('unsatisfiable-matcher', at, conflict);
      return;
    }
  }
  yield* lintWhole(matcher, schema, path, read === null);
}

function* lintWhole(
  matcher: Json,
  schema: JsonObject | null,
  path: string,
  plain: boolean,
): Generator<MatcherLintIssue> {
  const example = exampleFor(matcher, schema);
  if (example.ok) return;
  switch (example.reason) {
    case 'breaks-schema': {
      const what = plain ? `The expected value ${shown(matcher)}` : `Everything that fits ${shown(matcher)}`;
      const why = plain ? (schemaFault(schema, matcher) ?? example.detail) : example.detail;
      yield error(
        'invalid-expected-arguments',
        path,
        `${what} breaks the schema of the parameter: ${why ?? 'it is not allowed'}.`,
      );
      return;
    }
    case 'unsatisfiable':
      yield error('unsatisfiable-matcher', path, `Nothing fits ${shown(matcher)}.`);
      return;
    case 'needs-example':
      yield error(
        'needs-example',
        path,
        `No example was found for ${shown(matcher)}. Add \`$example\` beside it, with a value that fits.`,
      );
  }
}

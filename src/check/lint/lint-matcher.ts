import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import { exampleFor } from '../../match/examples/example.ts';
import { schemaFault } from '../../match/examples/satisfies.ts';
import { fits } from '../../match/match.ts';
import { readMatcher } from '../../match/matcher.ts';
import { error, shown, type Finding } from '../finding.ts';

/** One matcher against the schema of its parameter: something must fit both, and so must every alternative of a `$oneOf`. */
export function* lintMatcher(matcher: Json, schema: JsonObject | null, path: string): Generator<Finding> {
  if (isObject(matcher) && '$example' in matcher) {
    const example = matcher['$example'] ?? null;
    if (!fits(matcher, example)) {
      yield error(
        'wrong-example',
        joinPath(path, '$example'),
        `The example ${shown(example)} does not fit its own matcher.`,
      );
      return;
    }
  }
  const read = readMatcher(matcher);
  if (read?.operator === '$absent') return;
  if (read?.operator === '$optional') {
    yield* lintMatcher(read.operand, schema, joinPath(path, '$optional'));
    return;
  }
  if (read?.operator === '$oneOf' && Array.isArray(read.operand)) {
    if (read.operand.length === 0)
      yield error('unsatisfiable-matcher', path, '`$oneOf` has no alternatives, so that nothing fits.');
    for (const [i, option] of read.operand.entries()) {
      yield* lintMatcher(option, schema, joinPath(joinPath(path, '$oneOf'), i));
    }
    return;
  }
  if (read?.operator === '$range') {
    const message = rangeFault(read.operand, schema);
    if (message !== null) {
      yield error('unsatisfiable-matcher', joinPath(path, '$range'), message);
      return;
    }
  }
  yield* lintWhole(matcher, schema, path, read === null);
}

function* lintWhole(matcher: Json, schema: JsonObject | null, path: string, plain: boolean): Generator<Finding> {
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

/** Why no number is in a range and in the bounds of its schema; null when one is. */
function rangeFault(operand: Json, schema: JsonObject | null): string | null {
  if (!Array.isArray(operand)) return null;
  const [min, max] = operand;
  if (typeof min !== 'number' || typeof max !== 'number') return null;
  if (min > max) return `The range ${shown(operand)} is empty: its first number is the greater one. Turn them round.`;
  const least = schema?.['minimum'];
  const most = schema?.['maximum'];
  if (typeof least === 'number' && max < least) {
    return `The range ${shown(operand)} lies below the schema's minimum of ${least}, so that no call can be right.`;
  }
  if (typeof most === 'number' && min > most) {
    return `The range ${shown(operand)} lies above the schema's maximum of ${most}, so that no call can be right.`;
  }
  if (schema?.['type'] === 'integer' && Math.ceil(min) > Math.floor(max)) {
    return `The range ${shown(operand)} holds no whole number, and the schema wants an integer.`;
  }
  return null;
}

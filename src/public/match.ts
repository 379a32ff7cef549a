import { TooltapeError } from '../domain/errors.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import { OBJECT, oneOf } from './checks/rules.ts';
import { checkMatcher } from '../match/match-check.ts';
import { matchValue, type Mismatch } from '../match/match.ts';
import { validateArguments as faultsOf, type Formats, type SchemaFault } from '../match/schema/schema.ts';

/**
 * Holds a value against a matcher of scenarios, such as `{ $contains: 'Paris' }`, or a plain value.
 *
 * Returns every place where it does not fit, `[]` when it fits. `undefined` is a value that is not there.
 * Errors: USAGE for a matcher that scenario files would refuse, with each fault; `PatternStopped` for a pattern that does not
 * finish on the value.
 *
 * @example
 * match({ city: 'Paris, France' }, { city: { $contains: 'Paris' } }); // []
 * match({ city: 'Lyon' }, { city: 'Paris' }); // [{ path: 'city', expected: 'Paris', actual: 'Lyon', detail: null }]
 */
export function match(actual: Json | undefined, matcher: Json): readonly Mismatch[] {
  const issues = checkMatcher(matcher, '');
  if (issues.length > 0) {
    const faults = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    throw new TooltapeError('USAGE', `match: the matcher is wrong: ${faults.join('; ')}`, {
      remedy: 'docs/matchers.md lists every operator with an example.',
    });
  }
  return matchValue(matcher, actual, '');
}

export interface ValidateOptions {
  /** `asserted`: a value must satisfy a `format`. `annotated`: a `format` constrains nothing. Default: asserted. */
  readonly formats?: Formats;
}

/**
 * Holds the arguments of a call against the JSON Schema of its tool: drafts 4, 7, 2019-09 and 2020-12 (the default), by `$schema`.
 *
 * Returns every fault, `[]` when the arguments are valid. A keyword that the schema itself gets wrong constrains nothing.
 * Errors: `PatternStopped` for a pattern that does not finish on the arguments.
 *
 * @example
 * validateArguments({ type: 'object', required: ['city'] }, {}); // [{ path: 'city', keyword: 'required', … }]
 */
export function validateArguments(
  schema: JsonObject,
  args: JsonObject,
  options: ValidateOptions = {},
): readonly SchemaFault[] {
  expectArgument('validateArguments', 'schema', schema, OBJECT);
  expectArgument('validateArguments', 'args', args, OBJECT);
  checkOptions('validateArguments', options, { formats: oneOf('asserted', 'annotated') });
  return faultsOf(schema, args, options.formats ?? 'asserted');
}

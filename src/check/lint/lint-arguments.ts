import { didYouMean } from '../../text/closest.ts';
import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { ExpectedCall, Scenario } from '../../domain/scenario.ts';
import { acceptedCall } from '../../match/examples/accepted-call.ts';
import { exampleFor } from '../../match/examples/example.ts';
import { exampleCall } from '../../match/examples/example-call.ts';
import { propertySchema, requiredOf, resolveSchema } from '../../match/schema/resolve.ts';
import { fitsExample } from '../../match/examples/fits-example.ts';
import { fieldsOf, operatorOf } from '../../match/matcher.ts';
import { expectedCalls } from '../mutants/expected-calls.ts';
import { defineLint, error, shown, warning, type LintIssue, type Lint } from '../lint.ts';
import { lintMatcher, MATCHER_CODES } from './lint-matcher.ts';

const CODES = {
  'unknown-tool': 'An expected call names a tool that the scenario does not declare.',
  ...MATCHER_CODES,
  'unknown-argument': 'An expected argument is not in the schema of its tool.',
  'optional-required': 'A required parameter is expected as optional.',
} as const;
type ArgumentIssue = LintIssue<keyof typeof CODES>;

/**
 * Compares expected calls with the tools that they name. Finds undeclared tools, and arguments that break the tool's JSON
 * Schema.
 */
export const argumentsLint: Lint = defineLint({ codes: CODES, over: () => lintArguments });

function* lintArguments(scenario: Scenario): Generator<ArgumentIssue> {
  for (const { call, tool } of expectedCalls(scenario)) {
    if (tool === undefined) {
      const names = scenario.tools.map((one) => one.name);
      const known = names.length === 0 ? 'The scenario declares no tools.' : `The tools are: ${names.join(', ')}.`;
      yield error(
        'unknown-tool',
        call.path,
        `No tool is called ${shown(call.name)}.${didYouMean(call.name, names)} ${known}`,
      );
      continue;
    }
    const parameters = tool.parameters;
    if (call.accept !== null) {
      yield* lintAccepted(call, call.accept, parameters);
      continue;
    }
    if (call.arguments === null || parameters === null) continue;
    const path = joinPath(call.path, 'arguments');
    const found = [...lintObject(call.arguments, resolveSchema(parameters), path)];
    yield* found;
    if (found.some((one) => one.severity === 'error')) continue;
    const example = exampleCall(call, tool);
    if (example.ok) continue;
    const why = example.detail === null ? '' : `: ${example.detail}`;
    yield error(
      'invalid-expected-arguments',
      path,
      `No arguments are both as expected and as the schema of ${call.name} wants${why}.`,
    );
  }
}

/** Lints a map of matchers by property, at any depth. */
function* lintObject(matcher: JsonObject, schema: JsonObject | null, path: string): Generator<ArgumentIssue> {
  const object = fieldsOf(matcher);
  if (object === null) {
    yield* lintMatcher(matcher, schema, path);
    return;
  }
  const at = object.below === null ? path : joinPath(path, object.below);
  const required = requiredOf(schema);
  for (const [name, part] of Object.entries(object.fields)) {
    yield* lintProperty(name, part, schema, required.includes(name), joinPath(at, name));
  }
  if (object.open) return;
  for (const name of required) {
    if (Object.hasOwn(object.fields, name)) continue;
    const message = `The schema requires ${shown(name)}, but the expected arguments do not have it, so that no call can be right. Add it.`;
    yield error('invalid-expected-arguments', at, message);
  }
}

function* lintProperty(
  name: string,
  matcher: Json,
  schema: JsonObject | null,
  required: boolean,
  path: string,
): Generator<ArgumentIssue> {
  const own = propertySchema(schema, name);
  if (own === null) yield* lintUnknown(name, matcher, schema, path);
  if (required && fitsExample(matcher, undefined)) {
    yield exampleFor(matcher, null).ok
      ? warning(
          'optional-required',
          path,
          `${shown(name)} is required by the schema; a call without it is invalid. Expect it without \`$optional\`.`,
        )
      : error(
          'invalid-expected-arguments',
          path,
          `${shown(name)} is required by the schema, but expected to be absent.`,
        );
  }
  if (isObject(matcher) && operatorOf(matcher) === null && isObject(own?.['properties'])) {
    yield* lintObject(matcher, own, path);
    return;
  }
  yield* lintMatcher(matcher, own, path);
}

function* lintUnknown(name: string, matcher: Json, schema: JsonObject | null, path: string): Generator<ArgumentIssue> {
  const properties = schema?.['properties'];
  if (!isObject(properties) || Object.hasOwn(properties, name)) return;
  // `$absent` for a parameter that the schema does not know is right.
  if (fitsExample(matcher, undefined) && !exampleFor(matcher, null).ok) return;
  const names = Object.keys(properties);
  const known = names.length === 0 ? 'it has no parameters' : `its parameters are: ${names.join(', ')}`;
  const closed = schema?.['additionalProperties'] === false;
  const message = `The schema has no parameter ${shown(name)}${closed ? ', and allows no others' : ''}; ${known}.${didYouMean(name, names)}`;
  yield closed ? error('invalid-expected-arguments', path, message) : warning('unknown-argument', path, message);
}

/** Under `rules: bfcl`, at least one accepted value of each parameter, or its absence, must satisfy the schema. */
function* lintAccepted(
  call: ExpectedCall,
  accept: NonNullable<ExpectedCall['accept']>,
  parameters: JsonObject | null,
): Generator<ArgumentIssue> {
  for (const fault of acceptedCall(accept, parameters).faults) {
    const path = joinPath(joinPath(call.path, 'accept'), fault.parameter);
    const name = shown(fault.parameter);
    const values = `${fault.values.map(shown).join(', ')}${fault.why === null ? '' : ` (${fault.why})`}`;
    if (fault.kind === 'missing') {
      yield error(
        'invalid-expected-arguments',
        path,
        `The schema of ${call.name} requires ${name}, but the answer leaves it out.`,
      );
    } else if (fault.kind === 'none') {
      yield error(
        'invalid-expected-arguments',
        path,
        `No accepted value of ${name} satisfies the schema of ${call.name}: ${values}.`,
      );
    } else {
      yield warning(
        'invalid-alternative',
        path,
        `Of the accepted values of ${name}, some break the schema of ${call.name}: ${values}.`,
      );
    }
  }
}

import { isObject, joinPath, type Json, type JsonObject } from '../json/json.ts';
import { pathText } from '../document/place.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { Scenario, ToolDefinition } from '../domain/scenario.ts';
import { readFile } from '../scenario/read/read-file.ts';

/**
 * Makes a scenario of an expectation, to judge a transcript by. `tools` are the tools that requests declare; null where they
 * are not known, so that every named tool counts as declared. Errors: USAGE for an invalid expectation, with each wrong place.
 */
export function readPattern(
  expect: unknown,
  called: readonly string[],
  tools: readonly ToolDefinition[] | null,
): Scenario {
  const written = toJson(expect, 'expect');
  if (!isObject(written)) throw cannotBe([`expect: expected an object, found ${describe(expect)}`]);
  if (holdsState(written)) {
    throw cannotBe(['expect.state: a transcript has no state: it is that of the simulated tools of a scenario']);
  }
  const names = new Set([
    ...called.filter((name) => name !== ''),
    ...namesIn(written),
    ...(tools ?? []).map(({ name }) => name),
  ]);
  const stubs = [...names].map((name) => ({ name, parameters: { type: 'object' } }));
  const scenario = { id: 'transcript', prompt: 'test', tools: stubs, expect: written };
  const { scenarios, problems } = readFile(scenario, 'transcript.json', { folder: '', root: '' });
  const wrong = problems.filter(({ path }) => path[0] !== 'tools');
  const [placed] = scenarios;
  if (wrong.length > 0 || placed === undefined) {
    throw cannotBe(wrong.map(({ path, message }) => `${pathText(path)}: ${message}`));
  }
  return { ...placed.scenario, tools: tools ?? [...names].map(openTool), maxSteps: Number.MAX_SAFE_INTEGER };
}

function openTool(name: string): ToolDefinition {
  return { name, definition: { name }, parameters: null, returns: null };
}

function cannotBe(lines: readonly string[]): TooltapeError {
  return new TooltapeError('USAGE', ['the expectation cannot be', ...lines.map((line) => `  ${line}`)].join('\n'), {
    remedy: 'Write it as `expect` of a scenario, with the argument matchers of tooltape.',
  });
}

function holdsState(expect: JsonObject): boolean {
  const { any_of: alternatives } = expect;
  return (
    'state' in expect || (Array.isArray(alternatives) && alternatives.some((one) => isObject(one) && 'state' in one))
  );
}

/** Names of all tools in an expectation. */
function namesIn({ calls, steps, any_of: alternatives, forbidden, extra }: JsonObject): string[] {
  const ofCalls = (list: Json | undefined): string[] =>
    Array.isArray(list)
      ? list.flatMap((call) => (isObject(call) && typeof call['name'] === 'string' ? [call['name']] : []))
      : [];
  const ofNames = (list: Json | undefined): string[] =>
    Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
  return [
    ...ofCalls(calls),
    ...(Array.isArray(steps) ? steps.flatMap(ofCalls) : []),
    ...ofNames(forbidden),
    ...ofNames(extra),
    ...(Array.isArray(alternatives) ? alternatives.filter(isObject).flatMap(namesIn) : []),
  ];
}

/** A value as JSON. Errors: USAGE for a value that matchers cannot express: functions, dates, matchers of a test runner. */
function toJson(value: unknown, path: string, outer: readonly unknown[] = []): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (outer.includes(value)) throw cannotBe([`${path}: expected a value, found one that holds itself`]);
  const within = [...outer, value];
  if (Array.isArray(value)) return value.map((item, i) => toJson(item, joinPath(path, i), within));
  if (value instanceof RegExp) {
    const flags = value.flags.replace(/[dgyuv]/g, '');
    return flags === '' ? { $regex: value.source } : { $regex: value.source, $flags: flags };
  }
  const isPlain = isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  if (!isPlain) throw cannotBe([`${path}: expected a value or an argument matcher, found ${describe(value)}`]);
  const entries = Object.entries(value as object).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.map(([key, one]) => [key, toJson(one, joinPath(path, key), within)]));
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') {
    if ('asymmetricMatch' in value) return 'a matcher of the test runner (write $any, $contains, $subset, …)';
    return `an object of class ${(value.constructor as { name?: string } | undefined)?.name ?? '?'}`;
  }
  return `a ${typeof value}`;
}

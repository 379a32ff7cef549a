import { entriesOf } from '../../protocol/chat-entries.ts';
import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import { plansOf } from '../../domain/plans.ts';
import type { Scenario, SimulatedResult, ToolDefinition } from '../../domain/scenario.ts';
import { exampleFor, exampleWhere, type Example } from '../../match/examples/example.ts';
import { propertySchema, resolveSchema } from '../../match/schema/resolve.ts';
import { fitsExample } from '../../match/examples/fits-example.ts';
import { fieldsOf } from '../../match/matcher.ts';
import { expectedCalls } from '../mutants/expected-calls.ts';
import { defineLint, warning, type LintIssue, type Lint } from '../lint.ts';

const CODES = {
  'unreachable-result': 'No expected call reaches a simulated result.',
  'unused-tool': 'A tool has simulated results, but no expectation has to do with it.',
} as const;
type ResultIssue = LintIssue<keyof typeof CODES>;

interface ToolUse {
  readonly tool: ToolDefinition;
  /** The first scenario that has the tool, and the tool's path there. */
  readonly scenario: Scenario;
  readonly path: string;
  /** Expected arguments of the tool's calls in all scenarios; null for a call with any arguments. */
  readonly expected: (JsonObject | null)[];
  /** True when no scenario calls, allows or forbids the tool. */
  idle: boolean;
}

/**
 * Finds simulated results that no expected call reaches, and tools that no scenario needs. A tool that several scenarios share
 * is linted once, with the expectations of all of them; the issue belongs to the first scenario.
 */
export const resultsLint: Lint = defineLint({
  codes: CODES,
  over: (scenarios) => {
    const found = lintResults(scenarios);
    return (scenario) => found.get(scenario) ?? [];
  },
});

function lintResults(scenarios: readonly Scenario[]): ReadonlyMap<Scenario, readonly ResultIssue[]> {
  const uses = new Map<ToolDefinition, ToolUse>();
  for (const scenario of scenarios) {
    if (scenario.maxSteps === 1) continue;
    const calls = [...expectedCalls(scenario)];
    for (const [index, tool] of scenario.tools.entries()) {
      if (tool.returns === null) continue;
      const use = uses.get(tool) ?? { tool, scenario, path: joinPath('tools', index), expected: [], idle: true };
      uses.set(tool, use);
      use.expected.push(...calls.flatMap(({ call }) => (call.name === tool.name ? [call.arguments] : [])));
      use.idle &&= isIdle(scenario, tool);
    }
  }
  const found = new Map<Scenario, ResultIssue[]>();
  for (const use of uses.values()) {
    const issues = [...lintUse(use)];
    if (issues.length > 0) found.set(use.scenario, [...(found.get(use.scenario) ?? []), ...issues]);
  }
  return found;
}

/** Names of tools that calls of the history name, which must therefore be declared. */
function calledBefore({ turns }: Scenario): ReadonlySet<string> {
  const messages = turns.flatMap((turn) => turn.messages);
  return new Set(entriesOf(messages).flatMap((entry) => (entry.kind === 'call' ? [entry.name] : [])));
}

function isIdle(scenario: Scenario, tool: ToolDefinition): boolean {
  const choice = scenario.toolChoice;
  if (calledBefore(scenario).has(tool.name)) return false;
  if (choice !== null && typeof choice === 'object' && choice.name === tool.name) return false;
  return plansOf(scenario).every(
    (plan) =>
      plan.extra !== 'allow' &&
      !plan.extra.includes(tool.name) &&
      !plan.forbidden.includes(tool.name) &&
      Array.isArray(plan.groups) &&
      plan.groups.length > 0,
  );
}

function* lintUse({ tool, path, expected, idle }: ToolUse): Generator<ResultIssue> {
  if (expected.length === 0) {
    if (!idle) return;
    const message = `${tool.name} has simulated results, but no expectation calls, allows or forbids it. Expect a call of it, forbid it, or leave its \`returns\` out.`;
    yield warning('unused-tool', path, message);
    return;
  }
  const returns = tool.returns ?? [];
  const calls = distinct(expected).map((args) => ({
    args,
    example: exampleFor(args ?? { $any: true }, tool.parameters),
  }));
  for (const [i, entry] of returns.entries()) {
    if (entry.when === null) continue;
    const before = returns.slice(0, i).filter((one) => one.times === null);
    // The plain example of a call reaches most results. A search for another example is slower, so it comes second.
    if (calls.some(({ example }) => example.ok && lands(example.value, entry, before))) continue;
    const some = calls.slice(0, MAX_SEARCHED);
    if (some.some(({ args, example }) => reaches(tool, args, example, entry, before))) continue;
    const at = joinPath(joinPath(joinPath(path, 'returns'), i), 'when');
    const message = `No expected call of ${tool.name} reaches this result. Correct its \`when\`, or leave the entry out.`;
    yield warning('unreachable-result', at, message);
  }
}

const MAX_SEARCHED = 200;

function distinct(expected: readonly (JsonObject | null)[]): readonly (JsonObject | null)[] {
  return [...new Map(expected.map((args) => [JSON.stringify(args), args])).values()];
}

/** True when the entry answers a call with these arguments: its `when` fits, and none of the entries before it fits. */
function lands(args: Json, entry: SimulatedResult, before: readonly SimulatedResult[]): boolean {
  return (
    fitsExample({ $subset: entry.when ?? {} }, args) &&
    !before.some((one) => fitsExample({ $subset: one.when ?? {} }, args))
  );
}

/**
 * True when the entry answers some call that fits the expected arguments. Values from either side are tried on the other side.
 * Values that neither side names are not found: no text "Paris Lyon" for two `$contains`.
 */
function reaches(
  tool: ToolDefinition,
  args: JsonObject | null,
  example: Example,
  entry: SimulatedResult,
  before: readonly SimulatedResult[],
): boolean {
  const schema = tool.parameters === null ? null : resolveSchema(tool.parameters);
  const matchers = fieldsOf(args ?? {})?.fields ?? {};
  const call: JsonObject = example.ok && isObject(example.value) ? { ...example.value } : {};
  for (const [name, part] of Object.entries(entry.when ?? {})) {
    const hidden = before.flatMap((one) =>
      Object.keys(one.when ?? {}).join() === name ? [one.when?.[name] ?? null] : [],
    );
    const free = (value: Json): boolean => !hidden.some((other) => fitsExample(other, value));
    const value = common(part, matchers[name] ?? { $any: true }, propertySchema(schema, name), free);
    if (value === undefined) return false;
    call[name] = value;
  }
  return lands(call, entry, before) && (args === null || fitsExample(args, call));
}

/** A value that fits both matchers, taken from examples of either; undefined where none of these examples fits both. */
function common(a: Json, b: Json, schema: JsonObject | null, accept: (value: Json) => boolean): Json | undefined {
  const first = exampleWhere(a, schema, (value) => fitsExample(b, value) && accept(value));
  if (first.ok) return first.value;
  const second = exampleWhere(b, schema, (value) => fitsExample(a, value) && accept(value));
  return second.ok ? second.value : undefined;
}

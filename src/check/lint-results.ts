import { isObject, joinPath, type Json, type JsonObject } from '../domain/json.ts';
import type { Scenario, SimulatedResult, ToolDefinition } from '../domain/scenario.ts';
import { exampleFor, exampleWhere } from '../sandbox/example.ts';
import { propertySchema, resolveSchema } from '../sandbox/schema-refs.ts';
import { fits } from '../score/match.ts';
import { operatorOf } from '../score/matcher.ts';
import { expectedCalls } from './expected-calls.ts';
import { warning, type Finding } from './finding.ts';

/** Simulated results: entries that no expected call reaches, and tools that nothing has to do with. */
export function* lintResults(scenario: Scenario): Generator<Finding> {
  if (scenario.maxSteps === 1) return;
  const expected = new Map<string, (JsonObject | null)[]>();
  for (const { call } of expectedCalls(scenario)) {
    expected.set(call.name, [...(expected.get(call.name) ?? []), call.arguments]);
  }
  for (const [index, tool] of scenario.tools.entries()) {
    const path = joinPath('tools', index);
    const calls = expected.get(tool.name);
    if (calls !== undefined) yield* lintReturns(tool, calls, path);
    else if (isIdle(scenario, tool)) {
      const message = `${tool.name} has simulated results, but no expectation calls, allows or forbids it. Expect a call of it, forbid it, or leave its \`returns\` out.`;
      yield warning('unused-tool', path, message);
    }
  }
}

function isIdle(scenario: Scenario, tool: ToolDefinition): boolean {
  if (tool.returns === null) return false;
  const choice = scenario.toolChoice;
  if (choice !== null && typeof choice === 'object' && choice.name === tool.name) return false;
  const plans = scenario.turns.flatMap((turn) => turn.expect.plans);
  return plans.every(
    (plan) =>
      plan.extra !== 'allow' &&
      !plan.extra.includes(tool.name) &&
      !plan.forbidden.includes(tool.name) &&
      Array.isArray(plan.groups) &&
      plan.groups.length > 0,
  );
}

function* lintReturns(tool: ToolDefinition, calls: readonly (JsonObject | null)[], path: string): Generator<Finding> {
  for (const [i, entry] of (tool.returns ?? []).entries()) {
    if (entry.when === null || calls.some((args) => reaches(tool, args, entry))) continue;
    const at = joinPath(joinPath(joinPath(path, 'returns'), i), 'when');
    const message = `No expected call of ${tool.name} reaches this result. Correct its \`when\`, or leave the entry out.`;
    yield warning('unreachable-result', at, message);
  }
}

/**
 * True when some call fits the expected arguments and the entry, and no unlimited entry before it. What either side names is tried
 * on the other; texts that only a contrived value joins, such as "Paris Lyon", are not.
 */
function reaches(tool: ToolDefinition, args: JsonObject | null, entry: SimulatedResult): boolean {
  const when = entry.when ?? {};
  const schema = tool.parameters === null ? null : resolveSchema(tool.parameters);
  const own = args !== null && operatorOf(args) === '$subset' ? args['$subset'] : args;
  const matchers = isObject(own) && operatorOf(own) === null ? own : {};
  const before = (tool.returns ?? []).slice(0, tool.returns?.indexOf(entry)).filter((one) => one.times === null);
  const base = exampleFor(args ?? { $any: true }, tool.parameters);
  const call: JsonObject = base.ok && isObject(base.value) ? { ...base.value } : {};
  for (const [name, part] of Object.entries(when)) {
    const hidden = before.flatMap((one) =>
      Object.keys(one.when ?? {}).join() === name ? [one.when?.[name] ?? null] : [],
    );
    const free = (value: Json): boolean => !hidden.some((other) => fits(other, value));
    const value = common(part, matchers[name] ?? { $any: true }, propertySchema(schema, name), free);
    if (value === undefined) return false;
    call[name] = value;
  }
  const taken = before.some((one) => fits({ $subset: one.when ?? {} }, call));
  return !taken && fits({ $subset: when }, call) && (args === null || fits(args, call));
}

/** A value that fits both matchers, from the examples of either. */
function common(a: Json, b: Json, schema: JsonObject | null, accept: (value: Json) => boolean): Json | undefined {
  const first = exampleWhere(a, schema, (value) => fits(b, value) && accept(value));
  if (first.ok) return first.value;
  const second = exampleWhere(b, schema, (value) => fits(a, value) && accept(value));
  return second.ok ? second.value : undefined;
}

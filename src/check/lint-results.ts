import { joinPath, type JsonObject } from '../domain/json.ts';
import type { Scenario, SimulatedResult, ToolDefinition } from '../domain/scenario.ts';
import { exampleWhere } from '../sandbox/example.ts';
import { fits } from '../score/match.ts';
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

/** True when some call fits the expected arguments and the entry, and no unlimited entry before it. */
function reaches(tool: ToolDefinition, args: JsonObject | null, entry: SimulatedResult): boolean {
  const when = { $subset: entry.when ?? {} };
  const before = (tool.returns ?? []).slice(0, tool.returns?.indexOf(entry)).filter((one) => one.times === null);
  const answersHere = (value: unknown): boolean =>
    !before.some((one) => one.when === null || fits({ $subset: one.when }, value as JsonObject));
  const joined = { $all: [joinMatchers(args, entry.when ?? {}), args ?? { $any: true }, when] };
  return exampleWhere(joined, tool.parameters, answersHere).ok;
}

/** Both matchers of each parameter at once, so that examples are drawn from both sides. */
function joinMatchers(args: JsonObject | null, when: JsonObject): JsonObject {
  const joined: JsonObject = { ...args };
  for (const [name, part] of Object.entries(when)) {
    const own = args?.[name];
    joined[name] = own === undefined ? part : { $all: [part, own] };
  }
  return args === null ? { $subset: joined } : joined;
}

import type { ExpectedCall, Plan, Scenario, ToolDefinition } from '../domain/scenario.ts';
import { toolNamed } from '../domain/plans.ts';
import { exampleCall } from '../match/examples/example-call.ts';
import type { PlannedCall } from '../domain/answer.ts';
import { depthsOf, referredIds } from '../score/pairing/call-order.ts';
import { finalText } from './final-text.ts';

/** A call of a script. */
export interface ScriptedCall extends PlannedCall {
  /** The expected call that this call satisfies; null for a call that no expectation lists. */
  readonly meets: ExpectedCall | null;
  /** True when the expected arguments refer to results: `settleCall` makes the arguments anew once the results are known. */
  readonly waits: boolean;
}

/** The calls and the text of a persona in one turn. */
export interface TurnScript {
  /** Calls by group. Calls of one group may come in one response. */
  readonly groups: readonly (readonly ScriptedCall[])[];
  /** Final text after the calls. */
  readonly text: string;
  /** Most attempts at a call that an error answers. */
  readonly attempts: number;
}

/** The answers of a persona to a whole scenario. A script is plain data, so the same request always gets the same answer. */
export interface Script {
  readonly turns: readonly TurnScript[];
  /** True when each response holds at most one call. */
  readonly serial: boolean;
}

export const ATTEMPTS_WITH_RETRY = 3;

/** The script of one turn by one plan. */
export function planScript(scenario: Scenario, plan: Plan | undefined): TurnScript {
  return {
    groups: plan === undefined ? [] : groupsOf(scenario, plan, scenario.conversation?.plans.slice(0, 1) ?? []),
    text: finalText(plan?.final ?? null),
    attempts: plan?.allowRetry === true ? ATTEMPTS_WITH_RETRY : 1,
  };
}

/** The calls of a plan by group. `others` are plans that must allow the tool of a call that no expectation lists. */
export function groupsOf(
  scenario: Scenario,
  plan: Plan,
  others: readonly Plan[],
): readonly (readonly ScriptedCall[])[] {
  if (plan.groups === 'any' || (plan.groups === null && mustCall(scenario))) {
    const tool = anyTool(scenario, [plan, ...others]);
    return tool === undefined ? [] : [[anyCall(tool)]];
  }
  return (plan.groups ?? []).flatMap(layersOf).map((group) => group.map((call) => scriptedCall(scenario, call)));
}

/** The calls of a group in layers: first the calls that wait for none, then the calls that wait for those, and so on. */
function layersOf(group: readonly ExpectedCall[]): readonly (readonly ExpectedCall[])[] {
  const depths = depthsOf(group);
  const layers: ExpectedCall[][] = [];
  for (const [i, call] of group.entries()) (layers[depths[i] ?? 0] ??= []).push(call);
  return layers;
}

function scriptedCall(scenario: Scenario, call: ExpectedCall): ScriptedCall {
  const waits = referredIds(call).length > 0;
  return { ...exampleCall(call, toolNamed(scenario, call.name)).call, meets: call, waits };
}

/**
 * A call for a script that needs no results of other calls. `meets` is null for a wrong call and for one that no expectation
 * lists.
 */
export function scripted(call: PlannedCall, meets: ExpectedCall | null = null): ScriptedCall {
  return { ...call, meets, waits: false };
}

/** True when `tool_choice` demands a call in the first response of each turn. */
export function mustCall(scenario: Scenario): boolean {
  const choice = scenario.toolChoice;
  return scenario.tools.length > 0 && choice !== null && choice !== 'auto' && choice !== 'none';
}

/**
 * The tool to call where a plan accepts any: the one that `tool_choice` names, else the first that no plan forbids and that has
 * an example. Tools come first that a plan names in its `extra`.
 */
function anyTool(scenario: Scenario, plans: readonly Plan[]): ToolDefinition | undefined {
  const choice = scenario.toolChoice;
  if (choice !== null && typeof choice === 'object') return toolNamed(scenario, choice.name);
  const open = scenario.tools.filter((tool) => plans.every((plan) => !plan.forbidden.includes(tool.name)));
  const named = open.filter((tool) => plans.some(({ extra }) => Array.isArray(extra) && extra.includes(tool.name)));
  const sorted = [...named, ...open];
  return sorted.find((tool) => exampleCall(anyArguments(tool.name), tool).ok) ?? sorted[0];
}

/** A call of a tool with example arguments that its schema allows. */
export function anyCall(tool: ToolDefinition): ScriptedCall {
  return scripted(exampleCall(anyArguments(tool.name), tool).call);
}

function anyArguments(name: string): ExpectedCall {
  return { name, arguments: null, accept: null, id: null, after: [], path: '' };
}

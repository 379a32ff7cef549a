import type { ExpectedCall, Plan, Scenario, ToolDefinition } from '../domain/scenario.ts';
import { exampleCall } from '../match/examples/example-call.ts';
import type { PlannedCall } from '../domain/answer.ts';
import { finalText } from './final-text.ts';

/** What a persona does in one turn. */
export interface TurnScript {
  /** Calls by group: those of one group may come in one response. */
  readonly groups: readonly (readonly PlannedCall[])[];
  /** What it says once the calls are made. */
  readonly text: string;
  /** How often a call is made until it is not answered with an error. */
  readonly attempts: number;
}

/** What a persona does in a scenario: data, so that the same request always gets the same answer. */
export interface Script {
  readonly turns: readonly TurnScript[];
  /** One call a response. */
  readonly serial: boolean;
}

const ATTEMPTS_WITH_RETRY = 3;

/** What is right: the first plan of each turn, the calls of a group at once. */
export function oracleScript(scenario: Scenario): Script {
  return { turns: scenario.turns.map((turn) => planScript(scenario, turn.expect.plans[0])), serial: false };
}

/** One way through a turn, as calls and a final text. */
export function planScript(scenario: Scenario, plan: Plan | undefined): TurnScript {
  return {
    groups: plan === undefined ? [] : groupsOf(scenario, plan),
    text: finalText(plan?.final ?? null),
    attempts: plan?.allowRetry === true ? ATTEMPTS_WITH_RETRY : 1,
  };
}

function groupsOf(scenario: Scenario, plan: Plan): readonly (readonly PlannedCall[])[] {
  if (plan.groups === 'any' || (plan.groups === null && mustCall(scenario))) {
    const tool = anyTool(scenario, plan);
    return tool === undefined ? [] : [[anyCall(tool)]];
  }
  return (plan.groups ?? []).map((group) => group.map((call) => exampleCall(call, toolNamed(scenario, call)).call));
}

function mustCall(scenario: Scenario): boolean {
  const choice = scenario.toolChoice;
  return scenario.tools.length > 0 && choice !== null && choice !== 'auto' && choice !== 'none';
}

/** The tool to call where any will do: the one that `tool_choice` names, else the first that is not forbidden. */
function anyTool(scenario: Scenario, plan: Plan): ToolDefinition | undefined {
  const choice = scenario.toolChoice;
  const allowed = scenario.tools.filter((tool) => !plan.forbidden.includes(tool.name));
  if (choice !== null && typeof choice === 'object') return scenario.tools.find((tool) => tool.name === choice.name);
  return allowed.find((tool) => exampleCall(anyArguments(tool.name), tool).ok) ?? allowed[0];
}

/** A call of a tool with whatever its schema allows. */
export function anyCall(tool: ToolDefinition): PlannedCall {
  return exampleCall(anyArguments(tool.name), tool).call;
}

function anyArguments(name: string): ExpectedCall {
  return { name, arguments: null, accept: null, id: null, after: [], path: '' };
}

function toolNamed(scenario: Scenario, call: ExpectedCall): ToolDefinition | undefined {
  return scenario.tools.find((tool) => tool.name === call.name);
}

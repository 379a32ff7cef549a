import type {
  ExpectedCall,
  Expectation,
  FinalExpectation,
  Plan,
  Scenario,
  ToolDefinition,
} from '../domain/scenario.ts';
import { callsOf, isAbstention, toolNamed } from '../domain/plans.ts';
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

const ATTEMPTS_WITH_RETRY = 3;

/**
 * The script of the right answer, by the first plan of each turn and of the conversation. Calls that do not wait for each other
 * come in one response.
 */
export function oracleScript(scenario: Scenario): Script {
  const turns = scenario.turns.map((turn) => planScript(scenario, turn.expect.plans[0]));
  const whole = scenario.conversation?.plans[0];
  return { turns: whole === undefined ? turns : withWhole(scenario, turns, whole), serial: false };
}

/** The script of one turn by one plan. */
export function planScript(scenario: Scenario, plan: Plan | undefined): TurnScript {
  return {
    groups: plan === undefined ? [] : groupsOf(scenario, plan),
    text: finalText(plan?.final ?? null),
    attempts: plan?.allowRetry === true ? ATTEMPTS_WITH_RETRY : 1,
  };
}

/** Adds the calls of the conversation's plan to one of the turns, and its final text to the last turn. */
export function withWhole(scenario: Scenario, turns: readonly TurnScript[], plan: Plan): readonly TurnScript[] {
  const groups = plan.groups === null ? [] : groupsOf(scenario, plan);
  const at = turnOfWhole(scenario, plan);
  const last = scenario.turns.length - 1;
  const final = bothFinals(scenario.turns[last]?.expect, plan.final);
  return turns.map((turn, i) => {
    const with_ = i === at ? joined(scenario, turn, groups, plan, i) : turn;
    return i === last && final !== null ? { ...with_, text: finalText(final) } : with_;
  });
}

/**
 * The turn for the calls of the conversation's plan: the last turn whose own plan allows calls, at the latest the turn that
 * refers to one of them.
 */
export function turnOfWhole(scenario: Scenario, plan: Plan): number {
  const ids = new Set(callsOf(plan).flatMap(({ id }) => id ?? []));
  const plans = scenario.turns.map((turn) => turn.expect.plans[0]);
  const refers = plans.findIndex(
    (own) => own !== undefined && callsOf(own).some((call) => referredIds(call).some((id) => ids.has(id))),
  );
  const until = refers === -1 ? plans.length - 1 : refers;
  const open = plans.findLastIndex((own, i) => i <= until && own !== undefined && !isAbstention(own));
  return open === -1 ? until : open;
}

function joined(
  scenario: Scenario,
  turn: TurnScript,
  groups: TurnScript['groups'],
  plan: Plan,
  index: number,
): TurnScript {
  const own = scenario.turns[index]?.expect.plans[0];
  const ids = new Set(callsOf(plan).flatMap(({ id }) => id ?? []));
  const first = own !== undefined && callsOf(own).some((call) => referredIds(call).some((id) => ids.has(id)));
  return {
    ...turn,
    groups: first ? [...groups, ...turn.groups] : [...turn.groups, ...groups],
    attempts: plan.allowRetry ? ATTEMPTS_WITH_RETRY : turn.attempts,
  };
}

function bothFinals(turn: Expectation | undefined, whole: FinalExpectation | null): FinalExpectation | null {
  const own = turn?.plans[0]?.final ?? null;
  if (own === null || whole === null) return whole ?? own;
  return {
    contains: [...new Set([...own.contains, ...whole.contains])],
    matches: own.matches ?? whole.matches,
    not: own.not ?? whole.not,
  };
}

function groupsOf(scenario: Scenario, plan: Plan): readonly (readonly ScriptedCall[])[] {
  if (plan.groups === 'any' || (plan.groups === null && mustCall(scenario))) {
    const tool = anyTool(scenario, plan);
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

function mustCall(scenario: Scenario): boolean {
  const choice = scenario.toolChoice;
  return scenario.tools.length > 0 && choice !== null && choice !== 'auto' && choice !== 'none';
}

/**
 * The tool to call where the plan accepts any: the one that `tool_choice` names, else the first that is not forbidden and has
 * an example.
 */
function anyTool(scenario: Scenario, plan: Plan): ToolDefinition | undefined {
  const choice = scenario.toolChoice;
  const allowed = scenario.tools.filter((tool) => !plan.forbidden.includes(tool.name));
  if (choice !== null && typeof choice === 'object') return toolNamed(scenario, choice.name);
  return allowed.find((tool) => exampleCall(anyArguments(tool.name), tool).ok) ?? allowed[0];
}

/** A call of a tool with example arguments that its schema allows. */
export function anyCall(tool: ToolDefinition): ScriptedCall {
  return scripted(exampleCall(anyArguments(tool.name), tool).call);
}

function anyArguments(name: string): ExpectedCall {
  return { name, arguments: null, accept: null, id: null, after: [], path: '' };
}

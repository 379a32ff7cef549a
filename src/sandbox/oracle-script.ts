import { callsOf, isAbstention } from '../domain/plans.ts';
import type { Expectation, FinalExpectation, Plan, Scenario } from '../domain/scenario.ts';
import { referredIds } from '../score/pairing/call-order.ts';
import { finalText } from './final-text.ts';
import { ATTEMPTS_WITH_RETRY, groupsOf, mustCall, planScript } from './script.ts';
import type { Script, ScriptedCall, TurnScript } from './script.ts';

/**
 * The script of the right answer, by the first plan of each turn and of the conversation. Calls that do not wait for each other
 * come in one response.
 */
export function oracleScript(scenario: Scenario): Script {
  const turns = scenario.turns.map((turn) => planScript(scenario, turn.expect.plans[0]));
  const whole = scenario.conversation?.plans[0];
  const all = whole === undefined ? turns : withWhole(scenario, turns, whole);
  return { turns: all.map((turn) => ({ ...turn, groups: asChosen(scenario, turn.groups) })), serial: false };
}

/** The groups with the calls that `tool_choice` names in a response before the others, because the first response is judged. */
function asChosen({ toolChoice }: Scenario, groups: TurnScript['groups']): TurnScript['groups'] {
  const [first = [], ...rest] = groups;
  if (toolChoice === null || typeof toolChoice === 'string') return groups;
  const [named, others] = [true, false].map((is) => first.filter(({ name }) => (name === toolChoice.name) === is));
  return named?.length && others?.length ? [named, others, ...rest] : groups;
}

/**
 * Adds the calls of the conversation's plan to the turns, and its final text to the last turn. The calls come in one turn, but
 * for those with which the other turns obey `tool_choice`.
 */
function withWhole(scenario: Scenario, turns: readonly TurnScript[], plan: Plan): readonly TurnScript[] {
  const at = turnOfWhole(scenario, plan);
  const own = scenario.turns[at]?.expect.plans[0];
  const groups = plan.groups === null ? [] : groupsOf(scenario, plan, own === undefined ? [] : [own]);
  const { openings, rest } = shareOut(scenario, plan, groups, at);
  const last = scenario.turns.length - 1;
  const final = bothFinals(scenario.turns[last]?.expect, plan.final);
  return turns.map((turn, i) => {
    const opening = openings.get(i);
    const opened = opening === undefined ? turn : { ...turn, groups: opening === null ? [] : [[opening]] };
    const with_ = i === at || opening ? joined(scenario, opened, i === at ? rest : [], plan, i) : opened;
    return i === last && final !== null ? { ...with_, text: finalText(final) } : with_;
  });
}

interface Shared {
  /**
   * By turn the call of the conversation's plan that stands in place of a call that no expectation lists; null where the rest
   * does.
   */
  readonly openings: ReadonlyMap<number, ScriptedCall | null>;
  readonly rest: TurnScript['groups'];
}

/**
 * Gives a call of the conversation's plan to each turn in which only `tool_choice` demands one: the first calls to turns before
 * `at`, the last calls to turns after it.
 */
function shareOut(scenario: Scenario, plan: Plan, groups: TurnScript['groups'], at: number): Shared {
  const openings = new Map<number, ScriptedCall | null>();
  if (!Array.isArray(plan.groups) || !mustCall(scenario)) return { openings, rest: groups };
  const isOpen = (i: number): boolean => scenario.turns[i]?.expect.plans[0]?.groups === null;
  const choice = scenario.toolChoice;
  const fits = ({ name }: ScriptedCall): boolean =>
    choice === null || typeof choice === 'string' || name === choice.name;
  const referred = new Set(
    scenario.turns.flatMap(({ expect }) => expect.plans.slice(0, 1).flatMap(callsOf).flatMap(referredIds)),
  );
  let rest = groups.filter((group) => group.length > 0);
  const take = (i: number): void => {
    const group = i < at ? rest[0] : rest.at(-1);
    const call = group?.find((one) => fits(one) && (i < at || !referred.has(one.meets?.id ?? '')));
    // The turn `at` needs a call as well.
    if (call === undefined || (isOpen(at) && rest.flat().length === 1)) return;
    openings.set(i, call);
    rest = rest.map((one) => one.filter((other) => other !== call)).filter((one) => one.length > 0);
  };
  const all = [...scenario.turns.keys()].filter((i) => i !== at && isOpen(i));
  for (const i of all.filter((one) => one < at)) take(i);
  for (const i of all.filter((one) => one > at).toReversed()) take(i);
  if (isOpen(at) && rest.length > 0) openings.set(at, null);
  return { openings, rest };
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

import { callsOf, isAbstention, toolNamed } from '../../domain/plans.ts';
import { joinPath } from '../../json/json.ts';
import type { ExpectedCall, Plan, Scenario, ToolDefinition } from '../../domain/scenario.ts';
import { plannedCall } from '../../match/examples/example-call.ts';
import { UNDECLARED } from '../../sandbox/faults.ts';
import { anyCall, scripted, type ScriptedCall, type TurnScript } from '../../sandbox/script.ts';
import { orderOf } from '../../score/pairing/call-order.ts';
import { argumentMutants } from './argument-mutants.ts';
import type { TurnAnswer } from './build-transcript.ts';
import type { Mutant } from './mutant.ts';

type Groups = readonly (readonly ScriptedCall[])[];

/** Calls of a turn that are mutated. The first calls of a long scenario show as much as all of them. */
const MAX_CALLS = 16;
const UNRELATED = 'Qwx zyv.';

/** The right answer to one turn by one plan, each time with one fault. */
export function* turnMutants(scenario: Scenario, plan: Plan, right: TurnScript): Generator<Mutant> {
  const groups = right.groups;
  const answer = (steps: Groups): TurnAnswer => ({ steps: steps.filter((step) => step.length > 0), text: right.text });
  if (Array.isArray(plan.groups)) {
    if (isAbstention(plan)) {
      yield* unwantedCalls(scenario, plan, answer);
    } else {
      yield* callMutants(scenario, plan, groups, answer);
      yield* orderMutants(plan, groups, answer);
    }
  } else if (plan.groups === 'any') {
    const meaning = 'no tool need be called';
    yield { kind: 'call-dropped', path: joinPath(plan.path, 'calls'), answer: answer([]), deliberate: false, meaning };
  }
  if (plan.final !== null && scenario.maxSteps > 1) {
    const meaning = 'the final answer may be anything';
    const other = { steps: groups, text: UNRELATED };
    yield { kind: 'answer-changed', path: joinPath(plan.path, 'final'), answer: other, deliberate: false, meaning };
  }
}

function* callMutants(
  scenario: Scenario,
  plan: Plan,
  groups: Groups,
  answer: (steps: Groups) => TurnAnswer,
): Generator<Mutant> {
  let count = 0;
  for (const [g, calls] of groups.entries()) {
    for (const [c, right] of calls.entries()) {
      const call = ownCall(plan, right);
      if (call === null) continue;
      count += 1;
      if (count > MAX_CALLS) continue;
      const tool = toolNamed(scenario, call.name);
      const replaced = (...by: ScriptedCall[]): TurnAnswer => answer(replace(groups, g, c, by));
      const at = { path: call.path, deliberate: false };
      yield { ...at, kind: 'call-dropped', answer: replaced(), meaning: `${call.name} need not be called` };
      const allowed = isAllowed(scenario, plan, call.name);
      yield {
        ...at,
        kind: 'call-doubled',
        answer: replaced(right, right),
        deliberate: allowed,
        meaning: `${call.name} may be called twice`,
      };
      const other = otherCall(scenario, [call.name]);
      yield {
        ...at,
        kind: 'tool-swapped',
        answer: replaced(other),
        meaning: `${other.name} may be called instead of ${call.name}`,
      };
      for (const { arguments: args, ...mutant } of argumentMutants(call, right, tool)) {
        yield { ...mutant, answer: replaced(scripted(plannedCall(call.name, args), call)) };
      }
    }
  }
  const names = callsOf(plan).map((call) => call.name);
  const added = otherCall(scenario, [...names, ...(Array.isArray(plan.extra) ? (plan.extra as string[]) : [])]);
  const last = groups.at(-1) ?? [];
  yield {
    kind: 'call-added',
    path: plan.path,
    answer: answer([...groups.slice(0, -1), [...last, added]]),
    deliberate: isAllowed(scenario, plan, added.name),
    meaning: `${added.name} may be called as well`,
  };
}

/**
 * The expected call that a scripted call satisfies, if this plan holds it; null for a call of the conversation's plan in this
 * turn.
 */
function ownCall(plan: Plan, { meets }: ScriptedCall): ExpectedCall | null {
  return meets !== null && callsOf(plan).some(({ path }) => path === meets.path) ? meets : null;
}

function* unwantedCalls(scenario: Scenario, plan: Plan, answer: (steps: Groups) => TurnAnswer): Generator<Mutant> {
  const tools = scenario.tools.slice(0, 3).map(anyCall);
  for (const call of tools.length === 0 ? [scripted(plannedCall(UNDECLARED, {}))] : tools) {
    const meaning = `${call.name} may be called though no call is wanted`;
    const deliberate = isAllowedIn(plan, call.name);
    yield { kind: 'call-unwanted', path: plan.path, answer: answer([[call]]), deliberate, meaning };
  }
}

function* orderMutants(plan: Plan, groups: Groups, answer: (steps: Groups) => TurnAnswer): Generator<Mutant> {
  if (plan.allowRetry) return;
  const isOwn = (call: ScriptedCall): boolean => ownCall(plan, call) !== null;
  const own = groups.map((group) => group.filter(isOwn)).filter((group) => group.length > 0);
  const others = groups.map((group) => group.filter((call) => !isOwn(call))).filter((group) => group.length > 0);
  const merged: Mutant = {
    path: joinPath(plan.path, 'steps'),
    deliberate: false,
    kind: 'order-merged',
    answer: answer([...others, own.flat()]),
    meaning: 'calls that depend on each other may come at once',
  };
  if (orderOf(callsOf(plan)) !== null) {
    yield* brokenOrders(own, others, answer);
    yield { ...merged, path: joinPath(plan.path, 'calls') };
  } else if (Array.isArray(plan.groups) && plan.groups.length > 1) {
    const reversed = own.toReversed();
    if (JSON.stringify(reversed) !== JSON.stringify(own)) {
      const meaning = 'the steps may come in any order';
      yield { ...merged, kind: 'order-reversed', answer: answer([...others, ...reversed]), meaning };
    }
    yield merged;
  }
}

/** For each call with `after`, an answer that makes it in a step before the calls it waits for. */
function* brokenOrders(own: Groups, others: Groups, answer: (steps: Groups) => TurnAnswer): Generator<Mutant> {
  for (const early of own.flat().slice(0, MAX_CALLS)) {
    const { meets } = early;
    if (meets === null || meets.after.length === 0) continue;
    // The call keeps the values that came from results, so only its order is wrong.
    const first = scripted(early, meets);
    yield {
      kind: 'order-broken',
      path: joinPath(meets.path, 'after'),
      deliberate: false,
      answer: answer([...others, [first], ...own.map((group) => group.filter((call) => call !== early))]),
      meaning: `${meets.name} may come before ${meets.after.join(', ')}`,
    };
  }
}

function replace(groups: Groups, g: number, c: number, by: readonly ScriptedCall[]): Groups {
  return groups.map((group, i) => (i === g ? group.flatMap((call, j) => (j === c ? by : [call])) : group));
}

/** True when the plan of the turn or of the conversation allows the tool beside the expected calls. */
function isAllowed(scenario: Scenario, plan: Plan, name: string): boolean {
  return isAllowedIn(plan, name) || scenario.conversation?.plans.some((whole) => isAllowedIn(whole, name)) === true;
}

function isAllowedIn(plan: Plan, name: string): boolean {
  return plan.extra === 'allow' || (Array.isArray(plan.extra) && plan.extra.includes(name));
}

/** A call of a declared tool with none of these names; of an undeclared tool where there is none. */
function otherCall(scenario: Scenario, names: readonly string[]): ScriptedCall {
  const tool: ToolDefinition | undefined = scenario.tools.find((one) => !names.includes(one.name));
  return tool === undefined ? scripted(plannedCall(UNDECLARED, {})) : anyCall(tool);
}

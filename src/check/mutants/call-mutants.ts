import { joinPath } from '../../json/json.ts';
import type { ExpectedCall, Plan, Scenario, ToolDefinition } from '../../domain/scenario.ts';
import { plannedCall } from '../../match/examples/example-call.ts';
import type { PlannedCall } from '../../domain/answer.ts';
import { UNDECLARED } from '../../sandbox/faults.ts';
import { anyCall, type TurnScript } from '../../sandbox/script.ts';
import { argumentMutants } from './argument-mutants.ts';
import type { TurnAnswer } from './build-transcript.ts';
import { toolNamed } from './expected-calls.ts';
import type { Mutant } from './mutant.ts';

type Groups = readonly (readonly PlannedCall[])[];

/** Long scenarios show with their first calls what they show with all. */
const MAX_CALLS = 16;
const UNRELATED = 'Qwx zyv.';

/** The right answer to one turn, by one plan, with one fault each. */
export function* turnMutants(scenario: Scenario, plan: Plan, right: TurnScript): Generator<Mutant> {
  const groups = right.groups;
  const answer = (steps: Groups): TurnAnswer => ({ steps: steps.filter((step) => step.length > 0), text: right.text });
  if (Array.isArray(plan.groups)) {
    const expected = plan.groups as readonly (readonly ExpectedCall[])[];
    if (expected.length === 0) {
      yield* unwantedCalls(scenario, plan, answer);
    } else {
      yield* callMutants(scenario, plan, expected, groups, answer);
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
  expected: readonly (readonly ExpectedCall[])[],
  groups: Groups,
  answer: (steps: Groups) => TurnAnswer,
): Generator<Mutant> {
  let count = 0;
  for (const [g, calls] of expected.entries()) {
    for (const [c, call] of calls.entries()) {
      const right = groups[g]?.[c];
      count += 1;
      if (right === undefined || count > MAX_CALLS) continue;
      const tool = toolNamed(scenario, call.name);
      const replaced = (...by: PlannedCall[]): TurnAnswer => answer(replace(groups, g, c, by));
      const at = { path: call.path, deliberate: false };
      yield { ...at, kind: 'call-dropped', answer: replaced(), meaning: `${call.name} need not be called` };
      const allowed = isAllowed(plan, call.name);
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
        yield { ...mutant, answer: replaced(plannedCall(call.name, args)) };
      }
    }
  }
  const names = expected.flat().map((call) => call.name);
  const added = otherCall(scenario, [...names, ...(Array.isArray(plan.extra) ? (plan.extra as string[]) : [])]);
  const last = groups.at(-1) ?? [];
  yield {
    kind: 'call-added',
    path: plan.path,
    answer: answer([...groups.slice(0, -1), [...last, added]]),
    deliberate: plan.extra === 'allow',
    meaning: `${added.name} may be called as well`,
  };
}

function* unwantedCalls(scenario: Scenario, plan: Plan, answer: (steps: Groups) => TurnAnswer): Generator<Mutant> {
  const tools = scenario.tools.slice(0, 3).map(anyCall);
  for (const call of tools.length === 0 ? [plannedCall(UNDECLARED, {})] : tools) {
    const meaning = `${call.name} may be called though no call is wanted`;
    const deliberate = isAllowed(plan, call.name);
    yield { kind: 'call-unwanted', path: plan.path, answer: answer([[call]]), deliberate, meaning };
  }
}

function* orderMutants(plan: Plan, groups: Groups, answer: (steps: Groups) => TurnAnswer): Generator<Mutant> {
  if (groups.length < 2 || plan.allowRetry) return;
  const reversed = groups.toReversed();
  const at = { path: joinPath(plan.path, 'steps'), deliberate: false };
  if (JSON.stringify(reversed) !== JSON.stringify(groups)) {
    yield { ...at, kind: 'order-reversed', answer: answer(reversed), meaning: 'the steps may come in any order' };
  }
  yield {
    ...at,
    kind: 'order-merged',
    answer: answer([groups.flat()]),
    meaning: 'calls that depend on each other may come at once',
  };
}

function replace(groups: Groups, g: number, c: number, by: readonly PlannedCall[]): Groups {
  return groups.map((group, i) => (i === g ? group.flatMap((call, j) => (j === c ? by : [call])) : group));
}

function isAllowed(plan: Plan, name: string): boolean {
  return plan.extra === 'allow' || (Array.isArray(plan.extra) && plan.extra.includes(name));
}

/** A call of a declared tool that is none of the named; of an undeclared one where there is no other. */
function otherCall(scenario: Scenario, names: readonly string[]): PlannedCall {
  const tool: ToolDefinition | undefined = scenario.tools.find((one) => !names.includes(one.name));
  return tool === undefined ? plannedCall(UNDECLARED, {}) : anyCall(tool);
}

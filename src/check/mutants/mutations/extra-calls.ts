import { callsOf, isAbstention } from '../../../domain/plans.ts';
import { plannedCall } from '../../../match/examples/example-call.ts';
import { UNDECLARED } from '../../../sandbox/faults.ts';
import { anyCall, scripted } from '../../../sandbox/script.ts';
import type { Mutant } from '../mutant.ts';
import { isAllowed, isAllowedIn, otherCall, type Mutation, type RightTurn } from '../mutation.ts';

type Kind = 'call-added' | 'call-unwanted';

/** A call that nobody expects. */
export const extraCallMutation: Mutation<Kind> = {
  kinds: {
    'call-added': 'Another tool is called as well.',
    'call-unwanted': 'A tool is called where no call is wanted.',
  },
  ofTurn: (turn) => {
    if (!Array.isArray(turn.plan.groups)) return [];
    return isAbstention(turn.plan) ? unwantedCalls(turn) : addedCall(turn);
  },
};

function* addedCall(turn: RightTurn): Generator<Mutant<Kind>> {
  const { scenario, plan, groups, answer } = turn;
  const names = callsOf(plan).map((call) => call.name);
  const added = otherCall(scenario, [...names, ...(Array.isArray(plan.extra) ? (plan.extra as string[]) : [])]);
  const last = groups.at(-1) ?? [];
  yield {
    kind: 'call-added',
    path: plan.path,
    answer: answer([...groups.slice(0, -1), [...last, added]]),
    deliberate: isAllowed(turn, added.name),
    meaning: `${added.name} may be called as well`,
  };
}

function* unwantedCalls({ scenario, plan, answer }: RightTurn): Generator<Mutant<Kind>> {
  const tools = scenario.tools.slice(0, 3).map(anyCall);
  for (const call of tools.length === 0 ? [scripted(plannedCall(UNDECLARED, {}))] : tools) {
    const meaning = `${call.name} may be called though no call is wanted`;
    const deliberate = isAllowedIn(plan, call.name);
    yield { kind: 'call-unwanted', path: plan.path, answer: answer([[call]]), deliberate, meaning };
  }
}

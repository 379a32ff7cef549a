import { callsOf, isAbstention } from '../../../domain/plans.ts';
import { joinPath } from '../../../json/json.ts';
import { scripted, type ScriptedCall } from '../../../sandbox/script.ts';
import { orderOf } from '../../../score/pairing/call-order.ts';
import type { Mutant } from '../mutant.ts';
import { MAX_CALLS, ownCall, type Groups, type Mutation, type RightTurn } from '../mutation.ts';

type Kind = 'order-reversed' | 'order-merged' | 'order-broken';

/** Calls that do not come in the order in which they depend on each other. */
export const orderMutation: Mutation<Kind> = {
  kinds: {
    'order-reversed': 'The steps come in reversed order.',
    'order-merged': 'Calls that depend on each other come in one step.',
    'order-broken': 'A call comes before those that it must follow.',
  },
  ofTurn,
};

function* ofTurn({ plan, groups, answer }: RightTurn): Generator<Mutant<Kind>> {
  if (!Array.isArray(plan.groups) || isAbstention(plan) || plan.allowRetry) return;
  const isOwn = (call: ScriptedCall): boolean => ownCall(plan, call) !== null;
  const own = groups.map((group) => group.filter(isOwn)).filter((group) => group.length > 0);
  // Calls of the conversation's plan can stand in several turns. Their order within one turn is what can be broken here.
  if (own.length < 2) return;
  const others = groups.map((group) => group.filter((call) => !isOwn(call))).filter((group) => group.length > 0);
  const merged: Mutant<Kind> = {
    path: joinPath(plan.path, 'steps'),
    deliberate: false,
    kind: 'order-merged',
    answer: answer([...others, own.flat()]),
    meaning: 'calls that depend on each other may come at once',
  };
  if (orderOf(callsOf(plan)) !== null) {
    yield* brokenOrders(own, others, answer);
    yield { ...merged, path: joinPath(plan.path, 'calls') };
  } else if (plan.groups.length > 1) {
    const reversed = own.toReversed();
    if (JSON.stringify(reversed) !== JSON.stringify(own)) {
      const meaning = 'the steps may come in any order';
      yield { ...merged, kind: 'order-reversed', answer: answer([...others, ...reversed]), meaning };
    }
    yield merged;
  }
}

/** For each call with `after`, an answer that makes it in a step before the calls it waits for. */
function* brokenOrders(own: Groups, others: Groups, answer: RightTurn['answer']): Generator<Mutant<Kind>> {
  const ids = new Set(own.flat().flatMap(({ meets }) => meets?.id ?? []));
  for (const early of own.flat().slice(0, MAX_CALLS)) {
    const { meets } = early;
    if (meets === null || !meets.after.some((id) => ids.has(id))) continue;
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

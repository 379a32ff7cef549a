import type { Expectation, Scenario } from '../../domain/scenario.ts';
import { longestChain } from '../../score/pairing/call-order.ts';

/**
 * The requests of a trial that goes as expected: one for each group of expected calls, or for each call of the longest chain where
 * calls wait for each other, and one for the final text of every turn. Calls of the conversation's plan count once.
 */
export function expectedRequests({ turns, conversation, maxSteps }: Scenario): number {
  const steps = turns.map(({ expect }) => Math.min(maxSteps, roundsOf(expect) + 1));
  const anywhere = conversation === null ? 0 : roundsOf(conversation);
  return Math.min(maxSteps * turns.length, steps.reduce((sum, count) => sum + count, 0) + anywhere);
}

/** Least number of responses in which a model can make the calls of the first plan. */
function roundsOf({ plans }: Expectation): number {
  const groups = plans[0]?.groups ?? [];
  if (groups === 'any') return 1;
  return groups.reduce((sum, group) => sum + (group.length === 0 ? 0 : longestChain(group)), 0);
}

import type { Plan, Scenario } from '../domain/scenario.ts';
import type { Script } from '../sandbox/script.ts';
import { turnOfWhole } from '../sandbox/oracle-script.ts';
import type { TurnAnswer } from './mutants/build-transcript.ts';

/** A plan, and the scenario in which this plan is the only alternative of its expectation. */
export interface PlanPlace {
  readonly alone: Scenario;
  readonly plan: Plan;
  readonly turn: number;
  /** True for the first alternative of its expectation. */
  readonly first: boolean;
}

/**
 * Every plan of a scenario: those of its turns, then those of the whole conversation. `turn` is the turn in which the oracle
 * makes the plan's calls; for a plan of the conversation, those that no other turn needs to obey `tool_choice`.
 */
export function placesOf(scenario: Scenario): readonly PlanPlace[] {
  const inTurns = scenario.turns.flatMap(({ expect }, turn) =>
    expect.plans.map((plan, i) => ({ alone: withPlan(scenario, turn, plan), plan, turn, first: i === 0 })),
  );
  const ofWhole = (scenario.conversation?.plans ?? []).map((plan, i) => ({
    alone: scenario.conversation?.plans.length === 1 ? scenario : { ...scenario, conversation: { plans: [plan] } },
    plan,
    turn: turnOfWhole(scenario, plan),
    first: i === 0,
  }));
  return [...inTurns, ...ofWhole];
}

/** The scenario with one alternative in one of its turns. */
function withPlan(scenario: Scenario, turn: number, plan: Plan): Scenario {
  if (scenario.turns[turn]?.expect.plans.length === 1) return scenario;
  const turns = scenario.turns.map((one, i) => (i === turn ? { ...one, expect: { plans: [plan] } } : one));
  return { ...scenario, turns };
}

/** The answers of a script, each call made once. */
export function answersOf({ turns }: Script): readonly TurnAnswer[] {
  return turns.map(({ groups, text }) => ({ steps: groups, text }));
}

import type { Plan, Scenario } from '../domain/scenario.ts';
import { turnOfWhole, type Script } from '../sandbox/script.ts';
import type { TurnAnswer } from './mutants/build-transcript.ts';

/** A plan, the scenario with no other for its part, and the turn in which the oracle makes its calls. */
export interface PlanPlace {
  readonly alone: Scenario;
  readonly plan: Plan;
  readonly turn: number;
  /** It is the first alternative of its expectation. */
  readonly first: boolean;
}

/** Every plan of a scenario: of its turns, then of the whole conversation. */
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

/** The scenario with a single way through one of its turns. */
function withPlan(scenario: Scenario, turn: number, plan: Plan): Scenario {
  if (scenario.turns[turn]?.expect.plans.length === 1) return scenario;
  const turns = scenario.turns.map((one, i) => (i === turn ? { ...one, expect: { plans: [plan] } } : one));
  return { ...scenario, turns };
}

/** What a script answers, without retries. */
export function answersOf({ turns }: Script): readonly TurnAnswer[] {
  return turns.map(({ groups, text }) => ({ steps: groups, text }));
}

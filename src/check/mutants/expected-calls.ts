import { toolNamed } from '../../domain/plans.ts';
import { placesOf } from '../plan-places.ts';
import type { ExpectedCall, Plan, Scenario, ToolDefinition } from '../../domain/scenario.ts';

/** An expected call with its plan, turn and tool. */
export interface CallSite {
  /** Turn of the call, from 0. For a call of the conversation's plan, the last turn in which it may be made. */
  readonly turn: number;
  readonly plan: Plan;
  readonly group: number;
  readonly call: ExpectedCall;
  readonly tool: ToolDefinition | undefined;
}

/** Every expected call of every turn and of every alternative. */
export function* expectedCalls(scenario: Scenario): Generator<CallSite> {
  for (const { plan, turn } of placesOf(scenario)) {
    if (!Array.isArray(plan.groups)) continue;
    for (const [group, calls] of (plan.groups as readonly (readonly ExpectedCall[])[]).entries()) {
      for (const call of calls) yield { turn, plan, group, call, tool: toolNamed(scenario, call.name) };
    }
  }
}

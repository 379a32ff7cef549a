import type { ExpectedCall, Plan, Scenario, ToolDefinition } from './scenario.ts';

/** The declared tool of this name; undefined where the scenario declares none. */
export function toolNamed({ tools }: Pick<Scenario, 'tools'>, name: string): ToolDefinition | undefined {
  return tools.find((tool) => tool.name === name);
}

/** Every plan of a scenario: those of its turns, in order, then those of the whole conversation. */
export function plansOf({ turns, conversation }: Scenario): readonly Plan[] {
  return [...turns.map((turn) => turn.expect), ...(conversation === null ? [] : [conversation])].flatMap(
    ({ plans }) => plans,
  );
}

/** The calls that a plan lists; `[]` where it lists none. */
export function callsOf({ groups }: Plan): readonly ExpectedCall[] {
  return Array.isArray(groups) ? (groups as readonly (readonly ExpectedCall[])[]).flat() : [];
}

/** True when the plan wants at least one call. */
export function wantsCalls(plan: Plan): boolean {
  return plan.groups === 'any' || callsOf(plan).length > 0;
}

/** True when the plan wants no call. */
export function isAbstention({ groups }: Plan): boolean {
  return Array.isArray(groups) && groups.length === 0;
}

import { callsOf } from '../../domain/plans.ts';
import type { ExpectedCall, Plan, Scenario, ToolDefinition } from '../../domain/scenario.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { plannedCall } from '../../match/examples/example-call.ts';
import { UNDECLARED } from '../../sandbox/faults.ts';
import { anyCall, scripted, type ScriptedCall } from '../../sandbox/script.ts';
import type { ArgumentSite } from './argument-sites.ts';
import type { TurnAnswer } from './build-transcript.ts';
import type { Mutant } from './mutant.ts';

/** Calls of a turn that are mutated. The first calls of a long scenario show as much as all of them. */
export const MAX_CALLS = 16;

/** The calls of each step. */
export type Groups = readonly (readonly ScriptedCall[])[];

/** The right answer to a turn. */
export interface RightTurn {
  readonly scenario: Scenario;
  readonly plan: Plan;
  readonly groups: Groups;
  /** Null for an answer without text. */
  readonly text: string | null;
  /** The answer with other calls; steps without a call are left out. */
  readonly answer: (steps: Groups) => TurnAnswer;
}

/** A call of the right answer that meets an expected call of the turn's plan. */
export interface RightCall {
  readonly turn: RightTurn;
  readonly expected: ExpectedCall;
  readonly made: ScriptedCall;
  /** The answer with these calls in place of the call. */
  readonly replaced: (...by: readonly ScriptedCall[]) => TurnAnswer;
}

/** The right state after the last turn. */
export interface RightState {
  /** What the plan expects of the state. */
  readonly wanted: JsonObject;
  /** Path of the plan. */
  readonly path: string;
  readonly right: JsonObject;
  /** The state before the first turn. */
  readonly initial: JsonObject;
  /** The faults of all mutations in one value of the state. */
  readonly changesOf: (site: ArgumentSite) => Iterable<Change>;
}

/** A fault in one value. */
export interface Change<Kind extends string = string> extends Omit<Mutant<Kind>, 'path' | 'answer'> {
  /** Keys and indexes from the arguments to the value that the fault sets. Default: those of the site. */
  readonly keys?: readonly (string | number)[];
  /** Undefined removes the value. */
  readonly value: Json | undefined;
}

/** The state after the last turn with one fault. */
export type StateMutant<Kind extends string = string> = Omit<Mutant<Kind>, 'answer'> & { readonly state: JsonObject };

/** A way to put faults into right answers: a row of `mutations.ts`. Each function yields one fault at a time. */
export interface Mutation<Kind extends string = string> {
  /** The kinds of its faults, each with its description. */
  readonly kinds: Readonly<Record<Kind, string>>;
  /** Faults of one value of the right arguments or of the right state. `bfcl` is true under BFCL's rules. */
  readonly ofValue?: (site: ArgumentSite, bfcl: boolean) => Iterable<Change<Kind>>;
  /** Faults of one call. */
  readonly ofCall?: (call: RightCall) => Iterable<Mutant<Kind>>;
  /** Faults of a turn as a whole. */
  readonly ofTurn?: (turn: RightTurn) => Iterable<Mutant<Kind>>;
  /** Faults of the state. */
  readonly ofState?: (state: RightState) => Iterable<StateMutant<Kind>>;
}

/** The expected call that a scripted call meets, if this plan holds it; null for a call of the conversation's plan in this turn. */
export function ownCall(plan: Plan, { meets }: ScriptedCall): ExpectedCall | null {
  return meets !== null && callsOf(plan).some(({ path }) => path === meets.path) ? meets : null;
}

/** True when the plan of the turn or of the conversation allows the tool beside the expected calls. */
export function isAllowed({ scenario, plan }: RightTurn, name: string): boolean {
  return isAllowedIn(plan, name) || scenario.conversation?.plans.some((whole) => isAllowedIn(whole, name)) === true;
}

/** True when the plan allows the tool beside its calls. */
export function isAllowedIn(plan: Plan, name: string): boolean {
  return plan.extra === 'allow' || (Array.isArray(plan.extra) && plan.extra.includes(name));
}

/** A call of a declared tool with none of these names; of an undeclared tool where there is none. */
export function otherCall(scenario: Scenario, names: readonly string[]): ScriptedCall {
  const tool: ToolDefinition | undefined = scenario.tools.find((one) => !names.includes(one.name));
  return tool === undefined ? scripted(plannedCall(UNDECLARED, {})) : anyCall(tool);
}

import { isAbstention, toolNamed } from '../../domain/plans.ts';
import type { ExpectedCall, Plan, Scenario, ToolDefinition } from '../../domain/scenario.ts';
import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import { plannedCall } from '../../match/examples/example-call.ts';
import { resolveSchema } from '../../match/schema/resolve.ts';
import { scripted, type ScriptedCall, type TurnScript } from '../../sandbox/script.ts';
import { argumentSites, MAX_SITES, withValue, type ArgumentSite } from './argument-sites.ts';
import type { Mutant } from './mutant.ts';
import { MAX_CALLS, ownCall, type Change, type Groups, type RightCall, type RightState } from './mutation.ts';
import type { RightTurn, StateMutant } from './mutation.ts';
import { MUTATIONS } from './mutations.ts';

/** The right answer to one turn by one plan, each time with one fault. */
export function* turnMutants(scenario: Scenario, plan: Plan, { groups, text }: TurnScript): Generator<Mutant> {
  const answer: RightTurn['answer'] = (steps) => ({ steps: steps.filter((step) => step.length > 0), text });
  const turn: RightTurn = { scenario, plan, groups, text, answer };
  for (const call of rightCalls(turn).take(MAX_CALLS)) {
    for (const { ofCall } of MUTATIONS) yield* ofCall?.(call) ?? [];
    yield* argumentMutants(call);
  }
  for (const { ofTurn } of MUTATIONS) yield* ofTurn?.(turn) ?? [];
}

/** The right state after the last turn, each time with one fault. */
export function* stateMutants(state: Omit<RightState, 'changesOf'>): Generator<StateMutant> {
  for (const { ofState } of MUTATIONS) {
    yield* ofState?.({ ...state, changesOf: (site) => changesOf(site, false) }) ?? [];
  }
}

function* rightCalls(turn: RightTurn): Generator<RightCall> {
  const { plan, groups, answer } = turn;
  if (!Array.isArray(plan.groups) || isAbstention(plan)) return;
  for (const [g, calls] of groups.entries()) {
    for (const [c, made] of calls.entries()) {
      const expected = ownCall(plan, made);
      if (expected === null) continue;
      yield { turn, expected, made, replaced: (...by) => answer(replace(groups, g, c, by)) };
    }
  }
}

function replace(groups: Groups, g: number, c: number, by: readonly ScriptedCall[]): Groups {
  return groups.map((group, i) => (i === g ? group.flatMap((call, j) => (j === c ? by : [call])) : group));
}

/** A call with one fault in its arguments. None where the expectation allows any arguments. */
function* argumentMutants({ turn, expected, made, replaced }: RightCall): Generator<Mutant> {
  const { name, accept } = expected;
  const tool: ToolDefinition | undefined = toolNamed(turn.scenario, name);
  const schema = tool?.parameters ? resolveSchema(tool.parameters) : null;
  const matcher = accept === null ? expected.arguments : acceptedAsMatchers(accept);
  if (matcher === null) return;
  const at = joinPath(expected.path, accept === null ? 'arguments' : 'accept');
  for (const site of argumentSites(matcher, made.arguments, schema).take(MAX_SITES)) {
    const path = site.keys.reduce<string>(joinPath, at);
    for (const { kind, keys, value, deliberate, meaning } of changesOf(site, accept !== null)) {
      const args = withValue(made.arguments, keys ?? site.keys, value);
      if (!isObject(args)) continue;
      const answer = replaced(scripted(plannedCall(name, args), expected));
      yield { kind, path, answer, deliberate, meaning: `${name}: ${meaning}` };
    }
  }
}

/** Faults that can be put into one place of the right arguments or of the right state. */
function* changesOf(site: ArgumentSite, bfcl: boolean): Generator<Change> {
  for (const { ofValue } of MUTATIONS) yield* ofValue?.(site, bfcl) ?? [];
}

/**
 * The matchers that mean the same as the accepted values of `rules: bfcl`. `""` among them means that the parameter may be left
 * out.
 */
function acceptedAsMatchers(accept: NonNullable<ExpectedCall['accept']>): JsonObject {
  return Object.fromEntries(
    Object.entries(accept).map(([name, options]) => {
      const oneOf: Json = { $oneOf: options.filter((one) => one !== '').map((one): Json => ({ $literal: one })) };
      return [name, options.includes('') ? { $optional: oneOf } : oneOf];
    }),
  );
}

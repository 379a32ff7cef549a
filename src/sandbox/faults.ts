import type { JsonObject } from '../json/json.ts';
import { isAbstention, plansOf, toolNamed } from '../domain/plans.ts';
import type { Scenario, ToolDefinition } from '../domain/scenario.ts';
import { plannedCall } from '../match/examples/example-call.ts';
import type { PlannedCall } from '../domain/answer.ts';
import { otherType, otherValues } from '../match/examples/other-values.ts';
import { propertySchema, requiredOf, resolveSchema } from '../match/schema/resolve.ts';
import { anyCall, scripted, type Script, type ScriptedCall, type TurnScript } from './script.ts';

/** Most variants of wrong arguments that are tried for one call. */
const MAX_CORRUPTIONS = 12;
export const UNDECLARED = 'undeclared_tool';

/** Scripts with wrong arguments in every call. Later scripts have cruder faults. */
export function* wrongArguments(scenario: Scenario, right: Script): Generator<Script> {
  const corrupted = new Map<ScriptedCall, readonly JsonObject[]>();
  let most = 0;
  for (const call of callsOf(right)) {
    const options = [...corruptions(call, toolNamed(scenario, call.name))];
    corrupted.set(call, options);
    most = Math.max(most, options.length);
  }
  for (let i = 0; i < most; i += 1) {
    yield mapCalls(right, (call) => {
      const options = corrupted.get(call) ?? [];
      const args = options[Math.min(i, options.length - 1)];
      return args === undefined ? call : scripted(plannedCall(call.name, args), call.meets);
    });
  }
  if (scenario.turns.some((turn) => turn.expect.plans[0]?.groups === 'any')) yield* anyWrongCall(scenario, right);
}

/** Scripts for a plan that accepts any tool: they call the first tool whose arguments can be wrong. */
function* anyWrongCall(scenario: Scenario, right: Script): Generator<Script> {
  for (const tool of scenario.tools) {
    const call = anyCall(tool);
    for (const args of corruptions(call, tool)) {
      const wrong = scripted(plannedCall(tool.name, args));
      yield {
        ...right,
        turns: right.turns.map((turn, i) => {
          const any = scenario.turns[i]?.expect.plans[0]?.groups === 'any';
          return any ? { ...turn, groups: [[wrong]] } : turn;
        }),
      };
    }
  }
}

function* corruptions(call: PlannedCall, tool: ToolDefinition | undefined): Generator<JsonObject> {
  const schema = tool?.parameters ? resolveSchema(tool.parameters) : null;
  const names = Object.keys(call.arguments);
  let count = 0;
  for (const round of [0, 1]) {
    for (const name of names) {
      const value = call.arguments[name] ?? null;
      const others = otherValues(value, propertySchema(schema, name));
      if (round === 1) others.next();
      const other = others.next();
      if (other.done === true) continue;
      yield { ...call.arguments, [name]: other.value };
      count += 1;
      if (count >= MAX_CORRUPTIONS) return;
    }
  }
  for (const name of names) {
    const wrong = otherType(call.arguments[name] ?? null, propertySchema(schema, name));
    if (wrong !== undefined) yield { ...call.arguments, [name]: wrong };
  }
  for (const name of requiredOf(schema)) {
    const { [name]: _, ...rest } = call.arguments;
    yield rest;
  }
  yield { ...call.arguments, unexpected_argument: true };
}

/**
 * Scripts with a wrong tool: an unwanted tool in place of every call, then another tool in place of one call, then an
 * undeclared tool.
 */
export function* wrongTools(scenario: Scenario, right: Script): Generator<Script> {
  const calls = [...callsOf(right)];
  if (calls.length === 0) return;
  const plans = plansOf(scenario);
  const wanted = new Set(calls.map((call) => call.name));
  const unwelcome = new Set(plans.flatMap((plan) => plan.forbidden));
  const welcome = new Set(plans.flatMap((plan) => (Array.isArray(plan.extra) ? (plan.extra as string[]) : [])));
  const usable = scenario.tools.filter((tool) => !unwelcome.has(tool.name) && !welcome.has(tool.name));
  const decoy = usable.find((tool) => !wanted.has(tool.name));
  if (decoy !== undefined) yield mapCalls(right, () => anyCall(decoy));
  // Where every tool is wanted, a swapped call is one call too many of one tool and one too few of another.
  for (const call of calls) {
    const other = usable.find((tool) => tool.name !== call.name);
    if (other !== undefined) yield mapCalls(right, (one) => (one === call ? anyCall(other) : one));
  }
  yield mapCalls(right, undeclared);
  for (const call of calls) {
    yield mapCalls(right, (one) => (one === call ? undeclared(one) : one));
  }
}

/** Scripts that make a call in every turn that wants none. */
export function* needlessCalls(scenario: Scenario, right: Script): Generator<Script> {
  const wholeAbstains = scenario.conversation?.plans.every(isAbstention) === true;
  const tools = [...scenario.tools.map(anyCall), scripted(plannedCall(UNDECLARED, {}))];
  for (const call of tools) {
    let changed = false;
    const turns = right.turns.map((turn, i): TurnScript => {
      const plans = scenario.turns[i]?.expect.plans ?? [];
      if (!plans.every(isAbstention) && !(wholeAbstains && turn.groups.length === 0)) return turn;
      changed = true;
      return { ...turn, groups: [[call]] };
    });
    if (!changed) return;
    yield { ...right, turns };
  }
}

/** A script that answers with text in place of every call. */
export function* words(_scenario: Scenario, right: Script): Generator<Script> {
  if (callsOf(right).next().done === true) return;
  const turns = right.turns.map((turn) =>
    turn.groups.length === 0 ? turn : { ...turn, groups: [], text: `I can answer that without a tool. ${turn.text}` },
  );
  yield { ...right, turns };
}

function undeclared({ arguments: args, written }: ScriptedCall): ScriptedCall {
  return scripted(plannedCall(UNDECLARED, args, written));
}

function* callsOf(script: Script): Generator<ScriptedCall> {
  for (const turn of script.turns) for (const group of turn.groups) yield* group;
}

/**
 * Changes every call of a script. A wrong call is made once only, because its repetition after an error would count as an extra
 * call and hide the fault.
 */
function mapCalls(script: Script, change: (call: ScriptedCall) => ScriptedCall): Script {
  const turns = script.turns.map((turn) => ({
    ...turn,
    attempts: 1,
    groups: turn.groups.map((group) => group.map(change)),
  }));
  return { ...script, turns };
}

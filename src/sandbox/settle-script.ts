import { toolNamed } from '../domain/plans.ts';
import { isObject, type Json } from '../json/json.ts';
import type { Scenario } from '../domain/scenario.ts';
import { exampleCall } from '../match/examples/example-call.ts';
import { readResult, resolveWith, type KnownResults } from '../score/known-results.ts';
import type { Script, ScriptedCall, TurnScript } from './script.ts';

/** A call that the model made in the conversation. */
export interface AnsweredCall {
  readonly name: string;
  readonly rawArguments: string;
  readonly failed: boolean;
  /** The text that answered the call; null while nothing has. */
  readonly result: string | null;
}

/** True when the arguments of some call depend on results. */
export function isWaiting(script: Script): boolean {
  return script.turns.some(({ groups }) => groups.some((group) => group.some(({ waits }) => waits)));
}

/**
 * The script of a turn, with arguments from the results known so far. Arguments whose results are unknown keep example values.
 */
export function settleTurn(
  scenario: Scenario,
  script: Script,
  turn: number,
  answered: readonly AnsweredCall[],
): TurnScript | undefined {
  const open = [...answered];
  const known = new Map<string, readonly Json[]>();
  const settled = script.turns.slice(0, turn + 1).map(({ groups, attempts, text }) => ({
    text,
    attempts,
    groups: groups.map((group) => {
      const calls = group.map((call) => settleCall(scenario, call, known));
      for (const call of calls) noteResult(call, attempts, open, known);
      return calls;
    }),
  }));
  return settled[turn];
}

/** A call with values in place of its references; with example values where a result is unknown. */
export function settleCall(scenario: Scenario, call: ScriptedCall, known: KnownResults): ScriptedCall {
  const { meets, waits } = call;
  if (!waits || meets === null || meets.arguments === null) return call;
  const args = resolveWith(known, meets.arguments);
  const example = exampleCall(
    { ...meets, arguments: isObject(args) ? args : meets.arguments },
    toolNamed(scenario, meets.name),
  );
  return example.ok ? { ...call, ...example.call } : call;
}

/** Removes the attempts at a call from `open`, up to the first that succeeded, and keeps its result in `known`. */
function noteResult(
  call: ScriptedCall,
  attempts: number,
  open: AnsweredCall[],
  known: Map<string, readonly Json[]>,
): void {
  const id = call.meets?.id ?? null;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const at = open.findIndex(
      (one) => one.name === call.name && evenJson(one.rawArguments) === JSON.stringify(call.arguments),
    );
    const [made] = at === -1 ? [] : open.splice(at, 1);
    if (made === undefined) return;
    if (id !== null && made.result !== null) known.set(id, [readResult(made.result)]);
    if (!made.failed) return;
  }
}

/** JSON in one spelling, because a client may format arguments anew before it sends them back. */
export function evenJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

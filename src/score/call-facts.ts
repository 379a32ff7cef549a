import type { JsonObject } from '../json/json.ts';
import { rememberFor } from '../json/remember.ts';
import type { Scenario, ToolDefinition } from '../domain/scenario.ts';
import type { TurnTranscript } from '../domain/transcript.ts';
import type { ToolCall } from '../domain/wire.ts';
import { areSound, argumentFaults, comparedArguments } from '../match/schema/read-arguments.ts';
import { surelyValid } from '../match/schema/schema-quick.ts';
import { fitsSchema } from '../match/schema/schema.ts';
import type { SchemaFault } from '../match/schema/schema.ts';
import { rulesOf } from './rules.ts';

/** What is true of a made call whatever the expectation. */
export interface CallFacts {
  readonly call: ToolCall;
  /** Its place among the trial's calls, from 0. */
  readonly index: number;
  /** Of the turn it was made in, from 0. */
  readonly turn: number;
  /** From 1, counted through all turns. */
  readonly step: number;
  /** Undefined where no declared tool has the call's name. */
  readonly tool: ToolDefinition | undefined;
  /** As compared: without nulls that count as absent. Null where they are not one JSON object. */
  readonly args: JsonObject | null;
  /** Faults that fail the trial under native rules. */
  readonly faults: readonly SchemaFault[];
  /** It parses, names a declared tool and satisfies its schema to the letter. */
  readonly valid: boolean;
  /** The text that it was answered with; null where no tool was run. */
  readonly result: string | null;
  /** It was answered with an error: of its tool, for arguments that do not fit, or because there is no such tool. */
  readonly failed: boolean;
}

const byName = rememberFor(
  (tools: readonly ToolDefinition[]): ReadonlyMap<string, ToolDefinition> =>
    new Map(tools.map((tool) => [tool.name, tool])),
);

/** The scenario's tools by name. */
export function toolsOf(scenario: Scenario): ReadonlyMap<string, ToolDefinition> {
  return byName(scenario.tools);
}

/** The facts of all calls of a turn, which is the trial's `turnIndex`th from 0; the first call has the given index. */
export function readCalls(
  scenario: Scenario,
  turn: TurnTranscript,
  turnIndex: number,
  firstIndex: number,
): CallFacts[] {
  const facts: CallFacts[] = [];
  const tools = toolsOf(scenario);
  for (const { index: step, reading, results } of turn.steps) {
    for (const [i, call] of reading.calls.entries()) {
      const result = results[i]?.content ?? null;
      const place = { index: firstIndex + facts.length, turn: turnIndex, step, result };
      facts.push(factsOf(scenario, tools.get(call.name), { call, ...place }, results[i]?.isError === true));
    }
  }
  return facts;
}

function factsOf(
  scenario: Scenario,
  tool: ToolDefinition | undefined,
  place: Pick<CallFacts, 'call' | 'index' | 'turn' | 'step' | 'result'>,
  isError: boolean,
): CallFacts {
  const made = place.call.arguments;
  if (tool === undefined || made === null) {
    return { ...place, tool, args: made, faults: [], valid: false, failed: isError && made !== null };
  }
  const args = comparedArguments(tool.parameters, made, scenario);
  if (args === made && isSurelyValid(tool, made)) {
    return { ...place, tool, args, faults: NO_FAULTS, valid: true, failed: isError };
  }
  // Faults are listed only where invalid arguments fail the trial: no other reader needs them.
  const { invalidFails } = rulesOf(scenario);
  const faults = invalidFails ? argumentFaults(tool.parameters, args, scenario) : NO_FAULTS;
  const sound = invalidFails ? faults.length === 0 : areSound(tool.parameters, args, scenario);
  const valid = sound && fits(tool, made);
  return { ...place, tool, args, faults, valid, failed: isError };
}

const NO_FAULTS: readonly SchemaFault[] = [];

function isSurelyValid({ parameters }: ToolDefinition, args: JsonObject): boolean {
  return parameters === null || surelyValid(parameters, args);
}

function fits({ parameters }: ToolDefinition, args: JsonObject): boolean {
  return parameters === null || fitsSchema(parameters, args);
}

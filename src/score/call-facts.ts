import type { JsonObject } from '../json/json.ts';
import { rememberFor } from '../json/remember.ts';
import type { Scenario, ToolDefinition } from '../domain/scenario.ts';
import type { TurnTranscript } from '../domain/transcript.ts';
import type { ToolCall } from '../domain/wire.ts';
import { areSound, argumentFaults, comparedArguments } from '../match/schema/read-arguments.ts';
import { surelyValid } from '../match/schema/schema-quick.ts';
import { fitsSchema } from '../match/schema/schema.ts';
import type { SchemaFault } from '../match/schema/schema.ts';
import { rulesOf } from './rules/rules.ts';

/** Facts about a call that the model made. They do not depend on the expectation. */
export interface CallFacts {
  readonly call: ToolCall;
  /** Number of the call in the trial, from 0. */
  readonly index: number;
  /** Number of the turn that holds the call, from 0. */
  readonly turn: number;
  /** Number of the step that holds the call, from 1 and counted through all turns. */
  readonly step: number;
  /** The declared tool of the call's name; undefined where no tool has it. */
  readonly tool: ToolDefinition | undefined;
  /** The arguments without the nulls that count as absent. Null where the model did not write one JSON object. */
  readonly args: JsonObject | null;
  /** Faults against the tool's JSON Schema. Empty under rules that let invalid arguments pass. */
  readonly faults: readonly SchemaFault[];
  /** True when the arguments parse, the tool is declared, and its JSON Schema accepts the arguments. */
  readonly valid: boolean;
  /** The text that answered the call; null where no tool was run. */
  readonly result: string | null;
  /** True when an error answered the call: the tool failed, the arguments did not fit, or no such tool is declared. */
  readonly failed: boolean;
}

const byName = rememberFor(
  (tools: readonly ToolDefinition[]): ReadonlyMap<string, ToolDefinition> =>
    new Map(tools.map((tool) => [tool.name, tool])),
);

/** The scenario's tools by name. */
export function toolsByName(scenario: Scenario): ReadonlyMap<string, ToolDefinition> {
  return byName(scenario.tools);
}

/**
 * The facts of all calls of the turn number `turnIndex` (from 0). `firstIndex` is the number of the turn's first call in the
 * trial.
 */
export function callFactsOf(
  scenario: Scenario,
  turn: TurnTranscript,
  turnIndex: number,
  firstIndex: number,
): CallFacts[] {
  const facts: CallFacts[] = [];
  const tools = toolsByName(scenario);
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
  // To list the faults takes longer than to know that there are some, and only rules under which invalid arguments fail need
  // the list.
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

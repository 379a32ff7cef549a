import type { JsonObject } from '../json/json.ts';
import { rememberFor } from '../json/remember.ts';
import type { Scenario, ToolDefinition } from '../domain/scenario.ts';
import type { TurnTranscript } from '../domain/transcript.ts';
import type { ToolCall } from '../domain/wire.ts';
import { withoutOptionalNulls } from '../match/schema/optional-null.ts';
import { fitsSchema, validateArguments } from '../match/schema/schema.ts';
import type { SchemaFault } from '../match/schema/schema.ts';

/** What is true of a made call whatever the expectation. */
export interface CallFacts {
  readonly call: ToolCall;
  /** Its place among the trial's calls, from 0. */
  readonly index: number;
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
  /** A valid call that its tool answered with an error. */
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

/** The facts of all calls of a turn; the first has the given index. */
export function readCalls(scenario: Scenario, turn: TurnTranscript, firstIndex: number): CallFacts[] {
  const facts: CallFacts[] = [];
  const tools = toolsOf(scenario);
  for (const { index: step, reading, results } of turn.steps) {
    for (const [i, call] of reading.calls.entries()) {
      const isError = results[i]?.isError === true;
      facts.push(factsOf(scenario, tools.get(call.name), call, { index: firstIndex + facts.length, step, isError }));
    }
  }
  return facts;
}

function factsOf(
  scenario: Scenario,
  tool: ToolDefinition | undefined,
  call: ToolCall,
  place: { readonly index: number; readonly step: number; readonly isError: boolean },
): CallFacts {
  const { index, step } = place;
  const made = call.arguments;
  if (tool === undefined || made === null) {
    return { call, index, step, tool, args: made, faults: [], valid: false, failed: false };
  }
  const lenient = scenario.optionalNull === 'absent';
  const args = lenient ? withoutOptionalNulls(tool.parameters, made) : made;
  // Under BFCL's rules an invalid call fails for other reasons: what is wrong with it, no one asks.
  const faults = scenario.rules === 'bfcl' ? NO_FAULTS : validateArguments(tool.parameters, args);
  const sound = scenario.rules === 'bfcl' ? fits(tool, args) : faults.length === 0;
  const valid = sound && (args === made || fits(tool, made));
  return { call, index, step, tool, args, faults, valid, failed: place.isError && sound };
}

const NO_FAULTS: readonly SchemaFault[] = [];

function fits({ parameters }: ToolDefinition, args: JsonObject): boolean {
  return parameters === null || fitsSchema(parameters, args);
}

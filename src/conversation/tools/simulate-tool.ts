import { toolNamed } from '../../domain/plans.ts';
import { TooltapeError } from '../../domain/errors.ts';
import { type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import type { Scenario, SimulatedResult, ToolDefinition } from '../../domain/scenario.ts';
import type { ToolResult } from '../../domain/transcript.ts';
import type { ToolCall } from '../../domain/wire.ts';
import { fits } from '../../match/match.ts';
import { argumentFaults, comparedArguments } from '../../match/schema/read-arguments.ts';
import type { ServerResult } from '../../domain/server.ts';
import { serverResult } from './server-result.ts';
import { fillTemplate } from './template.ts';
import { ToolStop } from './tool-stop.ts';
import { trialState } from './trial-state.ts';

/** The second argument of a tool function. */
export interface ToolContext {
  /** The state of the trial. A function may change it in place. */
  readonly state: JsonObject;
}

/** Runs a function of a tool module. When it throws, the model gets the error as the result. */
export type ToolModuleRunner = (file: string, name: string, args: JsonObject, context: ToolContext) => Promise<Json>;

/** Place of a call: the index of its interaction in the trial's recording, and its index in the answer. Both count from 0. */
export interface CallPlace {
  readonly interaction: number;
  readonly call: number;
}

export interface ToolEnvironment {
  /** Wraps every answer: it may read the result of `answer`, or return a recorded result instead. */
  readonly around?: (place: CallPlace, call: ToolCall, answer: () => Promise<ToolResult>) => Promise<ToolResult>;
  readonly runModule: ToolModuleRunner;
  /** Calls a tool of an MCP server. Throws a ToolStop. Absent in plays that start no server; such tools then answer null. */
  readonly callServer?: (server: string, tool: string, args: JsonObject) => Promise<ServerResult>;
  /** Waits some milliseconds. Does nothing in a replay. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** The tools of one trial. An entry with `times` is used up in call order. */
export interface SimulatedTools {
  answer(call: ToolCall): Promise<ToolResult>;
  /** A copy of the state after the calls so far. */
  state(): JsonObject;
}

/** Returns the tools of a scenario for one trial, with no entry used yet. */
export function simulateTools(scenario: Scenario, environment: ToolEnvironment): SimulatedTools {
  const used = new Map<SimulatedResult, number>();
  const state = trialState(scenario);
  return {
    state: () => state.copy(),
    async answer(call) {
      const tool = toolNamed(scenario, call.name);
      if (tool === undefined) return failure(call, unknownTool(call.name, scenario.tools));
      if (call.arguments === null) {
        return failure(call, `the arguments are not one JSON object (${call.malformed ?? 'malformed'})`);
      }
      if (tool.server !== undefined) {
        if (environment.callServer === undefined) return success(call, null);
        // Invalid arguments also go to the server, as MCP hosts send them. The server refuses them with its own message.
        const { name, tool: there } = tool.server;
        return serverResult(call.id, await environment.callServer(name, there, structuredClone(call.arguments)));
      }
      // Null and `format` are treated as in scoring, so that arguments that pass there reach the tool.
      const args = comparedArguments(tool.parameters, call.arguments, scenario);
      const [fault] = argumentFaults(tool.parameters, args, scenario);
      if (fault !== undefined)
        return failure(call, `invalid arguments: ${fault.path || 'arguments'}: ${fault.message}`);
      if (tool.returns === null) return success(call, null);
      const entry = pickEntry(tool, args, used);
      if (entry === undefined) return { ...failure(call, 'no result for these arguments'), unsimulated: true };
      const result = await answerWith(entry, call, call.arguments, { ...environment, state: state.live });
      // A module that throws changes no state. An `error` entry with `set` changes it, because its author wrote `set`.
      const failed = entry.answer.kind === 'module' && result.isError;
      if (entry.set !== null && !failed) state.write(entry.set, call.arguments);
      return result;
    },
  };
}

/** Returns the first entry that fits the arguments and is not used up, and counts the use. */
function pickEntry(
  tool: ToolDefinition,
  args: JsonObject,
  used: Map<SimulatedResult, number>,
): SimulatedResult | undefined {
  for (const entry of tool.returns ?? []) {
    if (entry.when !== null && !fits({ $subset: entry.when }, args)) continue;
    const count = used.get(entry) ?? 0;
    if (entry.times !== null && count >= entry.times) continue;
    used.set(entry, count + 1);
    return entry;
  }
  return undefined;
}

async function answerWith(
  entry: SimulatedResult,
  call: ToolCall,
  args: JsonObject,
  environment: ToolEnvironment & ToolContext,
): Promise<ToolResult> {
  if (entry.delayMs > 0) await environment.sleep(entry.delayMs);
  switch (entry.answer.kind) {
    case 'result':
      return { ...success(call, fillTemplate(entry.answer.value, args)), ...marksOf(entry.answer) };
    case 'content': {
      const parts = fillTemplate(entry.answer.parts as JsonObject[], args) as JsonObject[];
      return { ...success(call, textOf(parts)), parts, ...marksOf(entry.answer) };
    }
    case 'error':
      return failure(call, fillTemplate(entry.answer.value, args));
    case 'module':
      try {
        // The module gets a copy, because it may change the arguments, which are judged later.
        const { file, name } = entry.answer;
        const { state } = environment;
        return success(call, await environment.runModule(file, name, structuredClone(args), { state }));
      } catch (error) {
        if (endsMore(error)) throw error;
        return failure(call, error instanceof Error ? error.message : String(error));
      }
  }
}

function marksOf({
  isError,
  isMarked,
}: Pick<ToolResult, 'isError' | 'isMarked'>): Pick<ToolResult, 'isError' | 'isMarked'> {
  return { isError, ...(isMarked && { isMarked }) };
}

/**
 * True for an error that ends the run, because the user must fix it, and for the stop of a trial. Other errors are results for
 * the model.
 */
function endsMore(error: unknown): boolean {
  return error instanceof TooltapeError || error instanceof ToolStop;
}

/** The result of a call: strings stay as they are, other values become JSON. */
function success(call: ToolCall, value: Json): ToolResult {
  const content = textOrJson(value);
  return { callId: call.id, content, value: value ?? null, isError: false, unsimulated: false };
}

/** The texts of the parts of a content, joined. */
function textOf(parts: readonly JsonObject[]): string {
  return parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}

function failure(call: ToolCall, error: Json): ToolResult {
  const value = { error };
  return { callId: call.id, content: JSON.stringify(value), value, isError: true, unsimulated: false };
}

function unknownTool(name: string, tools: readonly ToolDefinition[]): string {
  const known = tools.map((tool) => tool.name).join(', ');
  return `there is no tool ${JSON.stringify(name)}; the tools are: ${known}`;
}

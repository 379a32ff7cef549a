import { toolNamed } from '../domain/plans.ts';
import type { JsonObject } from '../json/json.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Step, ToolResult, Transcript, TurnTranscript } from '../domain/transcript.ts';
import { turnWithoutResponse, type ToolCall } from '../domain/wire.ts';
import { parseArguments } from '../protocol/reading/arguments.ts';
import { simulateTools, type ToolEnvironment } from './tools/simulate-tool.ts';
import { createToolModules, unguarded } from './tools/tool-modules.ts';

/** A tool call made outside of a run. */
export interface RecordedCall {
  readonly name: string;
  /** An object, or the JSON text that the model wrote. */
  readonly arguments: JsonObject | string;
}

/** One response of a model: its calls, its text, or both. */
export interface RecordedStep {
  readonly calls?: readonly RecordedCall[];
  /** Default: null. */
  readonly text?: string | null;
}

export interface PlayOptions {
  /** Runs functions of tool modules. Default: the modules that the scenario names, loaded from their files. */
  readonly runModule?: ToolEnvironment['runModule'];
}

/** Returns the transcript of calls played on a scenario; see `playCalls` of the library. Errors: TOOL_MODULE, SCENARIO. */
export async function playCalls(
  scenario: Scenario,
  turns: readonly (readonly RecordedStep[])[],
  options: PlayOptions = {},
): Promise<Transcript> {
  const runModule = options.runModule ?? createToolModules(unguarded);
  const tools = simulateTools(scenario, { runModule, sleep: () => Promise.resolve() });
  const played: TurnTranscript[] = [];
  let [index, callCount] = [0, 0];
  for (const recorded of turns) {
    const steps: Step[] = [];
    for (const said of recorded) {
      index += 1;
      const calls = (said.calls ?? []).map((call, i) => toolCall(scenario, call, callCount + i + 1));
      callCount += calls.length;
      const results: ToolResult[] = [];
      for (const call of calls) results.push(await tools.answer(call));
      const reading = turnWithoutResponse({ text: said.text ?? null, calls, echo: [] });
      steps.push({ index, reading, results, latencyMs: 0, interaction: index - 1 });
    }
    played.push({ steps, end: endOf(steps, scenario.maxSteps) });
  }
  return { turns: played, state: tools.state(), error: null, miss: null, faultFindings: [], attempts: 0 };
}

function toolCall(scenario: Scenario, { name, arguments: args }: RecordedCall, number: number): ToolCall {
  const tool = toolNamed(scenario, name);
  return { id: `call_${number}`, name, ...parseArguments(args, tool?.parameters) };
}

function endOf(steps: readonly Step[], maxSteps: number): TurnTranscript['end'] {
  if ((steps.at(-1)?.reading.calls.length ?? 0) === 0) return 'answer';
  return steps.length >= maxSteps ? 'max-steps' : 'aborted';
}

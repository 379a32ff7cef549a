import { differencesOf } from '../../cassette/lookup/nearest.ts';
import { serverResult } from '../../conversation/tools/server-result.ts';
import type { RecordedResult } from '../../domain/recording.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Miss, ToolResult } from '../../domain/transcript.ts';
import type { ToolCall } from '../../domain/wire.ts';
import { type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import type { Redactor } from '../../redact/redact.ts';

/** A result as the cassette keeps it, redacted. `call` is the number of the call in the answer, from 0. */
export function recordedResult(
  scenario: Scenario,
  call: number,
  made: ToolCall,
  { value, isError, unsimulated, server }: ToolResult,
  redactor: Redactor,
): RecordedResult {
  const there = serverOf(scenario, made);
  if (server === undefined || there === undefined) {
    return {
      call,
      value: redactor.json(value),
      ...(isError && { isError: true as const }),
      ...(unsimulated && { unsimulated: true as const }),
    };
  }
  return {
    call,
    server: there.name,
    tool: there.tool,
    arguments: redactor.json(made.arguments ?? {}),
    content: redactor.json([...server.content]),
    ...(server.structuredContent !== undefined && { structuredContent: redactor.json(server.structuredContent) }),
    ...(isError && { isError: true as const }),
  };
}

/** A recorded result in the form that the model receives. */
export function resultFrom(recorded: RecordedResult, callId: string): ToolResult {
  if ('content' in recorded) return serverResult(callId, { ...recorded, isError: recorded.isError === true });
  const { value, isError, unsimulated } = recorded;
  return {
    callId,
    content: textOrJson(value),
    value,
    isError: isError === true,
    unsimulated: unsimulated === true,
  };
}

/** A recorded result with the scenario's own values where it has placeholders. */
export function restoredResult(recorded: RecordedResult, restorer: Redactor): RecordedResult {
  return restorer.json(recorded as unknown as Json) as unknown as RecordedResult;
}

/**
 * The differences between a call of a server's tool and the recorded call, old to new: `calls[0].arguments.path`. Null where
 * the recording answers the call, and for calls of other tools.
 */
export function unanswered(
  scenario: Scenario,
  call: number,
  made: ToolCall,
  recorded: RecordedResult | null,
): Miss['differences'] | null {
  const there = serverOf(scenario, made);
  if (there === undefined || made.arguments === null) return null;
  const asked: JsonObject = { server: there.name, tool: there.tool, arguments: made.arguments };
  const place = `calls[${call}]`;
  if (recorded === null || !('content' in recorded)) return [{ path: place, recorded: undefined, requested: asked }];
  const { server, tool, arguments: args } = recorded;
  const differences = differencesOf({ server, tool, arguments: args }, asked);
  if (differences.length === 0) return null;
  return differences.map((difference) => ({ ...difference, path: `${place}.${difference.path}` }));
}

/** The server of a call, and the tool's name on that server. */
function serverOf(
  { tools }: Scenario,
  { name }: ToolCall,
): { readonly name: string; readonly tool: string } | undefined {
  return tools.find((tool) => tool.name === name)?.server;
}

import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ToolChoice } from '../../domain/scenario.ts';

/** The tool choice as Messages writes it; null where the request leaves it out. `serial`: at most one call an answer. */
export function encodeChoice(choice: ToolChoice | null, serial: boolean): JsonObject | null {
  if (choice === 'none') return { type: 'none' };
  const wire = wireChoice(choice);
  if (!serial) return wire;
  return { ...(wire ?? { type: 'auto' }), disable_parallel_tool_use: true };
}

function wireChoice(choice: ToolChoice | null): JsonObject | null {
  if (choice === null) return null;
  if (typeof choice !== 'string') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

/** What a request chooses; null where it chooses nothing that scenarios have a word for. */
export function choiceOf(choice: Json | undefined): ToolChoice | null {
  if (!isObject(choice)) return null;
  const { type, name } = choice;
  if (type === 'tool' && typeof name === 'string') return { name };
  if (type === 'any') return 'required';
  return type === 'auto' || type === 'none' ? type : null;
}

/** Whether a request asks for at most one call an answer. */
export function isSerial(choice: Json | undefined): boolean {
  return isObject(choice) && choice['disable_parallel_tool_use'] === true;
}

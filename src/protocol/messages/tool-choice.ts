import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ToolChoice } from '../../domain/scenario.ts';

/** The tool choice for Messages; null where the request needs none. `serial` asks for at most one call an answer. */
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

/** The neutral tool choice of a request; null without one, and for a choice that scenarios cannot express. */
export function choiceOf(choice: Json | undefined): ToolChoice | null {
  if (!isObject(choice)) return null;
  const { type, name } = choice;
  if (type === 'tool' && typeof name === 'string') return { name };
  if (type === 'any') return 'required';
  return type === 'auto' || type === 'none' ? type : null;
}

/** True when a request asks for at most one call an answer. */
export function isSerial(choice: Json | undefined): boolean {
  return isObject(choice) && choice['disable_parallel_tool_use'] === true;
}

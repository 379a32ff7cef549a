import { isObject, type Json } from '../../json/json.ts';
import type { ToolChoice, ToolDefinition } from '../../domain/scenario.ts';
import { isCustom } from '../neutral/custom-tool.ts';

/** The tool choice for Responses. */
export function encodeChoice(choice: ToolChoice, tools: readonly ToolDefinition[]): Json {
  if (typeof choice === 'string') return choice;
  const named = tools.find(({ name }) => name === choice.name);
  return { type: named !== undefined && isCustom(named.definition) ? 'custom' : 'function', name: choice.name };
}

/** The neutral tool choice of a request; null without one, and for a choice that scenarios cannot express. */
export function choiceOf(choice: Json | undefined): ToolChoice | null {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  if (!isObject(choice) || typeof choice['name'] !== 'string') return null;
  return choice['type'] === 'function' || choice['type'] === 'custom' ? { name: choice['name'] } : null;
}

import { isObject, type Json } from '../../json/json.ts';
import type { ToolChoice, ToolDefinition } from '../../domain/scenario.ts';
import { isCustom } from '../neutral/custom-tool.ts';

/** The `tool_choice` of a request. */
export function wireChoice(choice: ToolChoice, tools: readonly ToolDefinition[]): Json {
  if (typeof choice === 'string') return choice;
  const named = tools.find(({ name }) => name === choice.name);
  const { name } = choice;
  const custom = named !== undefined && isCustom(named.definition);
  return custom ? { type: 'custom', custom: { name } } : { type: 'function', function: { name } };
}

/** The neutral tool choice of a request; null without one, and for a choice that scenarios cannot express. */
export function choiceOf(choice: Json | undefined): ToolChoice | null {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  const named = isObject(choice) ? (choice['function'] ?? choice['custom']) : undefined;
  return isObject(named) && typeof named['name'] === 'string' ? { name: named['name'] } : null;
}

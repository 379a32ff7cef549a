import { isObject, type Json } from '../../json/json.ts';
import type { ToolChoice } from '../../domain/scenario.ts';

/** The `tool_choice` of a request. */
export function wireChoice(choice: ToolChoice): Json {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}

/** The tool choice of a request in neutral words; null without one, and for one that scenarios cannot say. */
export function choiceOf(choice: Json | undefined): ToolChoice | null {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  const named = isObject(choice) ? choice['function'] : undefined;
  return isObject(named) && typeof named['name'] === 'string' ? { name: named['name'] } : null;
}

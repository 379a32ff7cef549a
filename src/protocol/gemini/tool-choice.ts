import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ToolChoice } from '../../domain/scenario.ts';
import { field } from './field.ts';

/** The `functionCallingConfig` of a tool choice; null for no choice. */
export function encodeChoice(choice: ToolChoice | null): JsonObject | null {
  if (choice === null) return null;
  if (typeof choice !== 'string') return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  return { mode: choice === 'required' ? 'ANY' : choice.toUpperCase() };
}

/** The neutral tool choice of a request; null without one, and for a choice that scenarios cannot express. */
export function choiceOf(toolConfig: Json | undefined): ToolChoice | null {
  const config = configOf(toolConfig);
  if (config === null) return null;
  const names = field(config, 'allowedFunctionNames');
  switch (config['mode']) {
    case 'AUTO':
      return 'auto';
    case 'NONE':
      return 'none';
    case 'ANY':
      if (!Array.isArray(names)) return 'required';
      return names.length === 1 && typeof names[0] === 'string' ? { name: names[0] } : null;
    default:
      return null;
  }
}

/** The `functionCallingConfig` inside a `toolConfig`; null without one. */
export function configOf(toolConfig: Json | undefined): JsonObject | null {
  const config = isObject(toolConfig) ? field(toolConfig, 'functionCallingConfig') : undefined;
  return isObject(config) ? config : null;
}

import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ProtocolNote } from '../protocol.ts';

/** True for a custom tool, whose calls hold a text in place of arguments. Its definition has `format` and no parameters. */
export function isCustom(definition: JsonObject): boolean {
  return 'format' in definition && !('parameters' in definition);
}

/** A custom tool in the form of chat, which puts a grammar into its own field. */
export function chatCustomTool({ format, ...definition }: JsonObject): JsonObject {
  if (!isObject(format)) return { type: 'custom', custom: definition };
  const { type, ...grammar } = format;
  const nested: JsonObject = type === 'grammar' && !('grammar' in format) ? { type, grammar } : format;
  return { type: 'custom', custom: { ...definition, format: nested } };
}

/** The definition of a custom tool in a chat request; null for another tool. */
export function definitionOfCustom(tool: Json): JsonObject | null {
  const custom = isObject(tool) && tool['type'] === 'custom' ? tool['custom'] : undefined;
  if (!isObject(custom) || typeof custom['name'] !== 'string') return null;
  const { format = { type: 'text' } } = custom;
  const grammar = isObject(format) ? format['grammar'] : undefined;
  return { ...custom, format: isObject(grammar) ? { type: 'grammar', ...grammar } : format };
}

/** The note that a protocol has no custom tools. `place` is the number of the tool, from 0. */
export function customNote(protocol: string, place: number): ProtocolNote {
  const message = `${protocol} has no custom tools. Write \`parameters\` in place of \`format\`, or ask over chat or responses.`;
  return { path: ['tools', place, 'format'], message, severity: 'error' };
}

import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Refusal } from '../../serving.ts';
import { refusedMessages } from './refuse-messages.ts';

const TOP_LEVEL = new Set([
  'model',
  'messages',
  'max_tokens',
  'system',
  'tools',
  'tool_choice',
  'stream',
  'stop_sequences',
  'temperature',
  'top_p',
  'top_k',
  'metadata',
  'thinking',
  'output_config',
  'service_tier',
  'container',
  'mcp_servers',
  'context_management',
  'cache_control',
  'inference_geo',
  'speed',
  'output_format',
  'betas',
  'diagnostics',
]);
const TOOL_NAME = /^[a-zA-Z0-9_-]{1,128}$/;

/** Anthropic's refusal of a request, in its words; null where it would accept the request. */
export function refusalOf(body: JsonObject): Refusal | null {
  const said = refused(body);
  return said === null ? null : { status: 400, code: 'invalid_request_error', message: said, param: null };
}

function refused(body: JsonObject): string | null {
  const { model, max_tokens: limit, messages, tools, tool_choice: choice } = body;
  if (typeof model !== 'string' || model === '') return 'model: Field required';
  if (limit === undefined) return 'max_tokens: Field required';
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0) {
    return 'max_tokens: Input should be a valid integer greater than or equal to 0';
  }
  const unknown = Object.keys(body).find((name) => !TOP_LEVEL.has(name));
  if (unknown !== undefined) return `${unknown}: Extra inputs are not permitted`;
  if (!Array.isArray(messages)) return 'messages: Input should be a valid list';
  if (messages.length === 0) return 'messages: at least one message is required';
  return refusedTools(tools, choice) ?? refusedMessages(body, messages);
}

function refusedTools(tools: Json | undefined, choice: Json | undefined): string | null {
  if (tools !== undefined && !Array.isArray(tools)) return 'tools: Input should be a valid list';
  const list = tools ?? [];
  if (choice !== undefined) {
    if (!isObject(choice)) return 'tool_choice: Input should be an object';
    if (list.length === 0) return 'tool_choice: tool_choice may only be specified while providing tools';
    if (!['auto', 'any', 'tool', 'none'].includes(asText(choice['type']))) {
      return `tool_choice: Input tag '${asText(choice['type'])}' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', 'tool'`;
    }
  }
  const names = new Set<string>();
  for (const [i, tool] of list.entries()) {
    if (!isObject(tool)) return `tools.${i}: Input should be an object`;
    const said = refusedTool(tool, i);
    if (said !== null) return said;
    if (names.has(asText(tool['name']))) return 'tools: Tool names must be unique.';
    names.add(asText(tool['name']));
  }
  if (isObject(choice) && choice['type'] === 'tool' && !names.has(asText(choice['name']))) {
    return `Tool '${asText(choice['name'])}' not found in provided tools`;
  }
  return null;
}

/** The refusal of a tool. A tool with a dated type is Anthropic's own, with other fields. */
function refusedTool(tool: JsonObject, i: number): string | null {
  const { type, name, input_schema: schema, parameters, function: made } = tool;
  if (typeof type === 'string' && type !== 'custom') {
    return made === undefined ? null : `tools.${i}: Input tag '${type}' does not match any of the expected tags`;
  }
  if (typeof name !== 'string') return `tools.${i}.custom.name: Field required`;
  if (!TOOL_NAME.test(name)) {
    return `tools.${i}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
  }
  if (parameters !== undefined) return `tools.${i}.custom.parameters: Extra inputs are not permitted`;
  if (!isObject(schema)) return `tools.${i}.custom.input_schema: Field required`;
  if (schema['type'] !== 'object') return `tools.${i}.custom.input_schema.type: Input should be 'object'`;
  const combined = ['oneOf', 'allOf', 'anyOf'].find((keyword) => keyword in schema);
  if (combined === undefined) return null;
  return `tools.${i}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`;
}

import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Refusal } from '../../serving.ts';
import { ENCRYPTED_REASONING } from '../encode.ts';
import { refusedFormat } from '../../serve/custom-calls.ts';
import { encryptedFor, isCall, reasoningOf } from './served-items.ts';
import { refusedStrict } from './refuse-strict.ts';

const TOP_LEVEL = new Set([
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'max_output_tokens',
  'max_tool_calls',
  'temperature',
  'top_p',
  'top_logprobs',
  'text',
  'reasoning',
  'include',
  'store',
  'stream',
  'truncation',
  'metadata',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'service_tier',
  'prompt',
]);
/** Parameters of chat, each with its new place in Responses. */
const MOVED: { readonly [name: string]: string } = {
  messages: "In the Responses API, this parameter has moved to 'input'.",
  max_tokens: "In the Responses API, this parameter has moved to 'max_output_tokens'.",
  max_completion_tokens: "In the Responses API, this parameter has moved to 'max_output_tokens'.",
  response_format: "In the Responses API, this parameter has moved to 'text.format'.",
  reasoning_effort: "In the Responses API, this parameter has moved to 'reasoning.effort'.",
};
const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** OpenAI's refusal of a request, in its words; null where it would accept the request. */
export function refusalOf(body: JsonObject): Refusal | null {
  return refusedFields(body) ?? refusedTools(body) ?? refusedInput(body);
}

function refuse(message: string, param: string | null, code = 'invalid_value'): Refusal {
  return { status: 400, code, message, param };
}

function refusedFields(body: JsonObject): Refusal | null {
  const { model, input, previous_response_id: previous } = body;
  if (typeof model !== 'string' || model === '') {
    return refuse("Missing required parameter: 'model'.", 'model', 'missing_required_parameter');
  }
  if (typeof previous === 'string') {
    const message = `Previous response with id '${previous}' not found.`;
    return refuse(message, 'previous_response_id', 'previous_response_not_found');
  }
  for (const name of Object.keys(body)) {
    if (TOP_LEVEL.has(name)) continue;
    const moved = MOVED[name];
    if (moved !== undefined) return refuse(`Unsupported parameter: '${name}'. ${moved}`, name, 'unsupported_parameter');
    return refuse(`Unknown parameter: '${name}'.`, name, 'unknown_parameter');
  }
  if (input === undefined || (Array.isArray(input) && input.length === 0)) {
    return refuse("Missing required parameter: 'input'.", 'input', 'missing_required_parameter');
  }
  return null;
}

function refusedTools({ tools, tool_choice: choice }: JsonObject): Refusal | null {
  const names = new Set<string>();
  for (const [i, tool] of (Array.isArray(tools) ? tools : []).entries()) {
    const at = `tools[${i}]`;
    if (!isObject(tool)) return refuse(`Invalid type for '${at}': expected an object.`, at, 'invalid_type');
    if (tool['type'] !== 'function' && tool['type'] !== 'custom') continue;
    const { name } = tool;
    if (typeof name !== 'string') {
      return refuse(`Missing required parameter: '${at}.name'.`, `${at}.name`, 'missing_required_parameter');
    }
    if (!TOOL_NAME.test(name)) {
      const message = `Invalid '${at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
      return refuse(message, `${at}.name`);
    }
    if (names.has(name)) return refuse(`Tool names must be unique: '${name}' stands twice.`, at);
    names.add(name);
    const format = tool['type'] === 'custom' ? refusedFormat(tool['format'], `${at}.format`, null) : null;
    if (format !== null) return format;
    const strict =
      tool['strict'] === true && tool['type'] === 'function' ? refusedStrict(tool['parameters'] ?? null) : null;
    if (strict !== null) {
      const message = `Invalid schema for function '${name}': ${strict}`;
      return refuse(message, `${at}.parameters`, 'invalid_function_parameters');
    }
  }
  return refusedChoice(choice, names);
}

function refusedChoice(choice: Json | undefined, names: ReadonlySet<string>): Refusal | null {
  if (choice === undefined || choice === 'auto' || choice === 'none' || choice === 'required') return null;
  if (!isObject(choice)) return refuse(`Invalid value: ${JSON.stringify(choice)}.`, 'tool_choice');
  if (choice['type'] !== 'function' && choice['type'] !== 'custom') return null;
  if (typeof choice['name'] !== 'string') {
    return refuse("Missing required parameter: 'tool_choice.name'.", 'tool_choice.name', 'missing_required_parameter');
  }
  if (names.has(choice['name'])) return null;
  return refuse(`Tool choice '${choice['name']}' not found in 'tools' parameter.`, 'tool_choice');
}

/** Refuses a call without an output, and an output without a call. */
function refusedInput({ input, include }: JsonObject): Refusal | null {
  const items = Array.isArray(input) ? input.filter(isObject) : [];
  const placesOf = (suffix: string): Set<string> =>
    new Set(items.filter(({ type }) => asText(type).endsWith(suffix)).map((item) => placeOf(item)));
  const calls = placesOf('_call');
  const outputs = placesOf('_call_output');
  const stray = items.find((item) => asText(item['type']).endsWith('_call_output') && !calls.has(placeOf(item)));
  if (stray !== undefined) {
    const message = `No tool call found for ${wordOf(stray)} output with call_id ${asText(stray['call_id'])}.`;
    return refuse(message, 'input');
  }
  const open = items.find((item) => isCall(item) && !outputs.has(placeOf(item)));
  if (open !== undefined)
    return refuse(`No tool output found for ${wordOf(open)} ${asText(open['call_id'])}.`, 'input');
  return refusedReasoning(items, include);
}

/** The kind and the id of a call, which its output repeats. */
function placeOf({ type, call_id: id }: JsonObject): string {
  return `${asText(type).replace(/_output$/, '')} ${asText(id)}`;
}

function wordOf({ type }: JsonObject): string {
  return asText(type).startsWith('custom_tool_call') ? 'custom tool call' : 'function call';
}

/**
 * Refuses reasoning that was changed or is not the sandbox's. Where the request asks for reasoning, it also refuses a call of
 * the sandbox without the reasoning before it.
 */
function refusedReasoning(items: readonly JsonObject[], include: Json | undefined): Refusal | null {
  const reasoned = new Set<string>();
  for (const [i, item] of items.entries()) {
    if (item['type'] !== 'reasoning') continue;
    const id = asText(item['id']);
    if (item['encrypted_content'] === undefined || item['encrypted_content'] === null) {
      return refuse(`Item with id '${id}' not found. Items are not persisted when \`store\` is set to false.`, 'input');
    }
    if (item['encrypted_content'] !== encryptedFor(callsAfter(items, i))) {
      const message = `The encrypted content for item ${id} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`;
      return refuse(message, null, 'invalid_encrypted_content');
    }
    reasoned.add(id);
  }
  if (!Array.isArray(include) || !include.includes(ENCRYPTED_REASONING)) return null;
  for (const item of items) {
    const { type, id } = item;
    const wanted = isCall(item) ? reasoningOf(asText(id)) : null;
    if (wanted === null || reasoned.has(wanted)) continue;
    const message = `Item '${asText(id)}' of type '${asText(type)}' was provided without its required 'reasoning' item: '${wanted}'.`;
    return refuse(message, 'input');
  }
  return null;
}

/** The calls directly after an item. */
function callsAfter(items: readonly JsonObject[], at: number): JsonObject[] {
  const after = items.slice(at + 1);
  const end = after.findIndex((item) => !isCall(item));
  return end === -1 ? after : after.slice(0, end);
}

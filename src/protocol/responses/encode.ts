import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { ModelRequest } from '../../domain/model-client.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';
import { CHAT_ONLY } from '../neutral/chat-parameters.ts';
import type { NeutralRequest } from '../neutral-request.ts';
import { applyModelParameters } from '../wire-parameters.ts';
import { echoWithout } from '../neutral/echo-fields.ts';
import { responsesEchoes } from './leavable.ts';
import { encodeConversation } from './encode-conversation.ts';
import { encodeChoice } from './tool-choice.ts';
import { isCustom } from '../neutral/custom-tool.ts';

export const RESPONSES_ENDPOINT = '/responses';
/**
 * Value of `include` in every request: encrypted reasoning, which the next request sends back because nothing is stored at the
 * provider.
 */
export const ENCRYPTED_REASONING = 'reasoning.encrypted_content';

/** The request for OpenAI's Responses API. Nothing is stored there, so every request holds the whole conversation. */
export function encodeResponses(request: NeutralRequest): ModelRequest {
  const { model, tools, choice, defaults } = request;
  const { instructions, input } = encodeConversation(echoWithout(request.conversation, model.omit, responsesEchoes));
  const body: JsonObject = { model: model.servedAs, input };
  if (instructions !== null) body['instructions'] = instructions;
  if (tools.length > 0) {
    body['tools'] = encodeTools(tools) as JsonObject[];
    if (choice !== null) body['tool_choice'] = encodeChoice(choice, tools);
  }
  body['store'] = false;
  body['include'] = [ENCRYPTED_REASONING];
  // Current models refuse a temperature, so the default one is not sent.
  const written: JsonObject = defaults.maxTokens === null ? {} : { max_tokens: defaults.maxTokens };
  const parameters = applyModelParameters({ ...written, ...request.parameters }, model);
  for (const [name, value] of Object.entries(parameters)) addParameter(body, name, value);
  return { endpoint: RESPONSES_ENDPOINT, query: null, body: applyModelParameters(body, model) };
}

/** Parameters of chat that Responses does not have. */
const UNSAYABLE = new Set(['stop', 'seed']);

function addParameter(body: JsonObject, name: string, value: Json): void {
  if (UNSAYABLE.has(name)) return;
  if (name === 'parallel_tool_calls') body[name] = value;
  else if (CHAT_ONLY.has(name)) return;
  else if (name === 'max_tokens' || name === 'max_completion_tokens') body['max_output_tokens'] = value;
  else if (name === 'reasoning_effort') body['reasoning'] = { ...objectAt(body, 'reasoning'), effort: value };
  else if (name === 'verbosity') body['text'] = { ...objectAt(body, 'text'), verbosity: value };
  else if (name === 'response_format') body['text'] = { ...objectAt(body, 'text'), format: formatOf(value) };
  // Null in a scenario's `request` leaves out a field that all requests have.
  else if (value === null && (name === 'include' || name === 'tools')) delete body[name];
  else body[name] = value;
}

function objectAt(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  return isObject(value) ? value : {};
}

/** The text format. Responses has the fields of chat's `json_schema` beside `type`. */
function formatOf(format: Json): Json {
  if (!isObject(format) || !isObject(format['json_schema'])) return format;
  const { json_schema: schema, ...rest } = format;
  return { ...rest, ...schema };
}

/** The same list of definitions returns the same array. */
const encodeTools = rememberFor((tools: readonly ToolDefinition[]): readonly JsonObject[] =>
  tools.map(({ definition }) => encodeTool(definition)),
);

/** The tool for Responses. `strict` is always sent, because Responses would rewrite the schema without it. */
export function encodeTool(definition: JsonObject): JsonObject {
  if (isCustom(definition)) return { type: 'custom', ...definition };
  const parameters = definition['parameters'] ?? { type: 'object', properties: {} };
  return { type: 'function', ...definition, parameters, strict: definition['strict'] ?? false };
}

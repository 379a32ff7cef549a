import type { Json, JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { ModelRequest } from '../../domain/model-client.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';
import { listOf } from '../places/content.ts';
import { CHAT_ONLY } from '../neutral/chat-parameters.ts';
import type { NeutralRequest } from '../neutral-request.ts';
import { applyModelParameters } from '../wire-parameters.ts';
import { echoWithout } from '../neutral/echo-fields.ts';
import { messagesEchoes } from './leavable.ts';
import { encodeConversation } from './encode-conversation.ts';
import { encodeChoice } from './tool-choice.ts';

export const MESSAGES_ENDPOINT = '/messages';

/** The request for Anthropic's Messages API. */
export function encodeMessages(request: NeutralRequest): ModelRequest {
  const { model, tools, choice, defaults } = request;
  // The API refuses a request without a limit. Current models refuse a temperature, so the default one is not sent.
  const written: JsonObject = defaults.maxTokens === null ? {} : { max_tokens: defaults.maxTokens };
  const parameters = applyModelParameters({ ...written, ...request.parameters }, model);
  const { system, messages } = encodeConversation(echoWithout(request.conversation, model.omit, messagesEchoes));
  const body: JsonObject = { model: model.servedAs, messages };
  if (system !== null) body['system'] = system;
  if (tools.length > 0) {
    body['tools'] = encodeTools(tools) as JsonObject[];
    const wire = encodeChoice(choice, parameters['parallel_tool_calls'] === false);
    if (wire !== null) body['tool_choice'] = wire;
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (CHAT_ONLY.has(name)) continue;
    if (Object.hasOwn(PARAMETERS, name)) PARAMETERS[name]?.(body, value);
    else body[name] = value;
  }
  return { endpoint: MESSAGES_ENDPOINT, query: null, body: applyModelParameters(body, model) };
}

type Translate = (body: JsonObject, value: Json) => void;

/** Neutral parameters that Messages has under another name or not at all. All others stay as they are. */
const PARAMETERS: { readonly [name: string]: Translate } = {
  max_completion_tokens: (body, value) => (body['max_tokens'] = value),
  stop: encodeStop,
  seed: () => {},
  reasoning_effort: encodeEffort,
};

/** Null, which other protocols take as no field, is no list. */
function encodeStop(body: JsonObject, stop: Json): void {
  if (stop !== null) body['stop_sequences'] = listOf(stop);
}

function encodeEffort(body: JsonObject, effort: Json): void {
  if (effort === 'none') body['thinking'] = { type: 'disabled' };
  else body['output_config'] = { ...(body['output_config'] as JsonObject | undefined), effort };
}

/** The same list of definitions returns the same array. */
const encodeTools = rememberFor((tools: readonly ToolDefinition[]): readonly JsonObject[] =>
  tools.map(({ definition }) => encodeTool(definition)),
);

/** The definition of a function. Messages calls its parameters `input_schema`. */
export function encodeTool(definition: JsonObject): JsonObject {
  const { parameters, ...rest } = definition;
  return { ...rest, input_schema: parameters ?? { type: 'object', properties: {} } };
}

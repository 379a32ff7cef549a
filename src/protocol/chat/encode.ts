import type { Json, JsonObject } from '../../json/json.ts';
import type { ConversationEntry } from '../../domain/conversation.ts';
import type { ModelRequest } from '../../domain/model-client.ts';
import type { Message } from '../../domain/scenario.ts';
import type { ToolResult } from '../../domain/transcript.ts';
import { functionTools } from '../function-tools.ts';
import { isForeign, SENT_AS, sentAs } from '../neutral/history.ts';
import type { NeutralRequest } from '../neutral-request.ts';
import { applyModelParameters } from '../wire-parameters.ts';
import { echoWithout } from '../neutral/echo-fields.ts';
import { chatEchoes } from './leavable.ts';
import { wireChoice } from './tool-choice.ts';

export const CHAT_ENDPOINT = '/chat/completions';

/** The request for Chat Completions. Its parameters have the names that scenarios use. */
export function encodeChat(request: NeutralRequest): ModelRequest {
  const { model, tools, choice, defaults, parameters } = request;
  const body: JsonObject = {
    model: model.servedAs,
    messages: echoWithout(request.conversation, model.omit, chatEchoes).flatMap(messagesOf),
  };
  if (tools.length > 0) {
    body['tools'] = functionTools(tools) as JsonObject[];
    if (choice !== null) body['tool_choice'] = wireChoice(choice, tools);
  }
  if (defaults.temperature !== null) body['temperature'] = defaults.temperature;
  // The newer name of the limit excludes the older one.
  if (defaults.maxTokens !== null && !limitsItself(parameters)) body['max_tokens'] = defaults.maxTokens;
  for (const [name, value] of Object.entries(parameters)) {
    // Without `include_usage` most gateways leave the token counts out of a stream.
    if (name === 'stream' && value === true) body['stream_options'] ??= { include_usage: true };
    body[name] = value;
  }
  // Null in a scenario's `request` leaves the field out.
  if (parameters['stream_options'] === null) delete body['stream_options'];
  return { endpoint: CHAT_ENDPOINT, query: null, body: applyModelParameters(body, model) };
}

function limitsItself({ max_completion_tokens: limit = null }: JsonObject): boolean {
  return limit !== null;
}

/**
 * The `content` of a result: its text, or its parts as the scenario has them. Every endpoint accepts texts; some accept other
 * parts.
 */
function contentOf({ content, parts, plain }: ToolResult): Json {
  return parts === undefined || plain === true ? content : [...parts];
}

/** The message without the items that it carries for other protocols. */
function messageOf(message: Message): JsonObject | readonly JsonObject[] {
  if (!(SENT_AS in message) && !('is_error' in message)) return message;
  const { [SENT_AS]: _, is_error: __, ...said } = message;
  return sentAs(message, 'chat') ?? (isForeign(message) ? [] : said);
}

function messagesOf(entry: ConversationEntry): JsonObject | readonly JsonObject[] {
  switch (entry.kind) {
    case 'message':
      return messageOf(entry.message);
    case 'answer':
      return entry.turn.echo;
    case 'result':
      return { role: 'tool', tool_call_id: entry.result.callId, content: contentOf(entry.result) };
  }
}

import { listOf } from '../places/content.ts';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import type { ModelRequest } from '../../domain/model-client.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';
import { CHAT_ONLY } from '../neutral/chat-parameters.ts';
import type { NeutralRequest } from '../neutral-request.ts';
import { applyModelParameters } from '../wire-parameters.ts';
import { echoWithout } from '../neutral/echo-fields.ts';
import { geminiEchoes } from './leavable.ts';
import { encodeConversation } from './encode-conversation.ts';
import { geminiEndpoint } from './endpoint.ts';
import { encodeChoice } from './tool-choice.ts';

/** The request for Gemini's generateContent. */
export function encodeGemini(request: NeutralRequest): ModelRequest {
  const { model, tools, choice, defaults } = request;
  const { system, contents } = encodeConversation(echoWithout(request.conversation, model.omit, geminiEchoes));
  const body: JsonObject = { contents };
  if (system !== null) body['systemInstruction'] = system;
  if (tools.length > 0) {
    body['tools'] = encodeTools(tools) as Json[];
    const config = model.omit.includes('tool_choice') ? null : encodeChoice(choice);
    if (config !== null) body['toolConfig'] = { functionCallingConfig: config };
  }
  const written: JsonObject = {};
  if (defaults.temperature !== null) written['temperature'] = defaults.temperature;
  if (defaults.maxTokens !== null) written['max_tokens'] = defaults.maxTokens;
  const { stream, ...parameters } = applyModelParameters({ ...written, ...request.parameters }, model);
  for (const [name, value] of Object.entries(parameters)) addParameter(body, name, value);
  const streamed = stream === true;
  return {
    endpoint: geminiEndpoint(model.servedAs, streamed),
    query: streamed ? { alt: 'sse' } : null,
    body: applyModelParameters(body, model),
  };
}

/** Neutral parameters by their name in `generationConfig`. */
export const GENERATION: ReadonlyMap<string, string> = new Map([
  ['temperature', 'temperature'],
  ['top_p', 'topP'],
  ['top_k', 'topK'],
  ['max_tokens', 'maxOutputTokens'],
  ['max_completion_tokens', 'maxOutputTokens'],
  ['stop', 'stopSequences'],
  ['seed', 'seed'],
  ['presence_penalty', 'presencePenalty'],
  ['frequency_penalty', 'frequencyPenalty'],
]);

const OWN_NAMES: ReadonlySet<string> = new Set(GENERATION.values());

function addParameter(body: JsonObject, name: string, value: Json): void {
  if (CHAT_ONLY.has(name)) return;
  const known = GENERATION.get(name);
  if (known !== undefined)
    addGeneration(body, { [known]: known === 'stopSequences' && value !== null ? listOf(value) : value });
  else if (name === 'reasoning_effort') addGeneration(body, { thinkingConfig: thinkingOf(value) });
  else if (name === 'generationConfig' && isObject(value)) addGeneration(body, value);
  // A parameter under Gemini's own name, for example by `rename`.
  else if (OWN_NAMES.has(name)) addGeneration(body, { [name]: value });
  else body[name] = value;
}

function addGeneration(body: JsonObject, fields: JsonObject): void {
  const before = body['generationConfig'];
  body['generationConfig'] = { ...(isObject(before) ? before : {}), ...fields };
}

/** The thinking config of a reasoning effort. Gemini has no level for "no thinking", so a budget of 0 says it. */
function thinkingOf(effort: Json): JsonObject {
  if (effort === 'none') return { thinkingBudget: 0 };
  return { thinkingLevel: typeof effort === 'string' ? effort.toUpperCase() : effort };
}

/** The same list of definitions returns the same array. */
const encodeTools = rememberFor((tools: readonly ToolDefinition[]): readonly JsonObject[] =>
  encodeDeclarations(tools.map(({ definition }) => definition)),
);

/** The `tools` that declare these functions. */
export function encodeDeclarations(definitions: readonly JsonObject[]): JsonObject[] {
  return [{ functionDeclarations: definitions.map(encodeTool) }];
}

/**
 * The declaration of a function. `parametersJsonSchema` holds the schema, because `parameters` takes only Gemini's own dialect.
 * Gemini has no `strict`.
 */
function encodeTool(definition: JsonObject): JsonObject {
  const { parameters, strict: _, ...rest } = definition;
  return parameters === undefined ? rest : { ...rest, parametersJsonSchema: parameters };
}

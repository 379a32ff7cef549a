import { asText, deepEqual, isObject, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { DecodedRequest } from '../decoded-request.ts';
import type { AskedRequest } from '../protocol.ts';
import { keepWire } from '../neutral/history.ts';
import { encodeDeclarations, GENERATION } from './encode.ts';
import { saidContent } from './encode-conversation.ts';
import { parseEndpoint } from './endpoint.ts';
import { field, partsOf } from './field.ts';
import { declarationsOf } from './read-context-of.ts';
import { choiceOf, configOf } from './tool-choice.ts';

/** Decodes a request to Gemini. Field names may be in camel or in snake case. */
export function decodeGemini({ endpoint, body }: AskedRequest): DecodedRequest {
  const tools = Array.isArray(body['tools']) ? body['tools'] : [];
  const native: JsonObject = {};
  for (const [name, value] of Object.entries(body)) if (!READ.has(name)) native[name] = value;
  const functions = declarationsOf(tools).map(decodeTool);
  const declared = functions.length === 0 ? [] : encodeDeclarations(functions);
  if (Array.isArray(body['tools']) && !deepEqual(declared, tools)) native['tools'] = tools;
  const toolConfig = field(body, 'toolConfig');
  const chosen = isObject(toolConfig) ? { toolConfig } : {};
  const choice = choiceOf(toolConfig);
  if (toolConfig !== undefined && (choice === null || functions.length === 0 || !isPlain(toolConfig))) {
    Object.assign(native, chosen);
  }
  const { parameters, rest } = decodeGeneration(field(body, 'generationConfig'));
  if (rest !== null) native['generationConfig'] = rest;
  if (parseEndpoint(endpoint)?.stream === true) parameters['stream'] = true;
  const contents = Array.isArray(body['contents']) ? body['contents'].filter(isObject) : [];
  const system = field(body, 'systemInstruction');
  return {
    messages: [...(isObject(system) ? [systemMessage(system)] : []), ...decodeContents(contents)],
    tools: functions,
    choice,
    chosen,
    parameters,
    native,
  };
}

const READ = new Set([
  'contents',
  'tools',
  'toolConfig',
  'tool_config',
  'systemInstruction',
  'system_instruction',
  'generationConfig',
  'generation_config',
]);

/** True when a tool config holds nothing but the choice. */
function isPlain(toolConfig: Json): boolean {
  return isObject(toolConfig) && Object.keys(toolConfig).length === 1 && configOf(toolConfig) !== null;
}

function decodeGeneration(config: Json | undefined): { parameters: JsonObject; rest: JsonObject | null } {
  const parameters: JsonObject = {};
  const rest: JsonObject = {};
  const neutral = new Map(
    [...GENERATION].filter(([name]) => name !== 'max_completion_tokens').map(([name, wire]) => [wire, name]),
  );
  for (const [name, value] of Object.entries(isObject(config) ? config : {})) {
    const known = neutral.get(name);
    if (known === undefined) rest[name] = value;
    else parameters[known] = value;
  }
  const isEmpty = Object.keys(rest).length === 0;
  return { parameters, rest: isEmpty && (config === undefined || Object.keys(parameters).length > 0) ? null : rest };
}

function decodeTool(declaration: JsonObject): JsonObject {
  const { parametersJsonSchema: _, parameters_json_schema: __, parameters, ...rest } = declaration;
  const schema =
    field(declaration, 'parametersJsonSchema') ?? (parameters === undefined ? undefined : evenTypes(parameters));
  return schema === undefined ? rest : { ...rest, parameters: schema };
}

function systemMessage(system: JsonObject): Message {
  return { role: 'system', content: plain(partsOf(system)) };
}

/**
 * Decodes contents. Gemini needs no call ids, so calls get ids by their position, and a result belongs to the first call of its
 * name without a result.
 */
function decodeContents(contents: readonly JsonObject[]): Message[] {
  const messages: Message[] = [];
  const open: { readonly id: string; readonly name: string }[] = [];
  let count = 0;
  const opened = (name: string, served: Json | undefined): string => {
    const id = typeof served === 'string' && served !== '' ? served : `call_${++count}`;
    open.push({ id, name });
    return id;
  };
  const answered = (name: string, served: Json | undefined): string => {
    const at = open.findIndex((call) => (typeof served === 'string' ? call.id === served : call.name === name));
    return at === -1 ? asText(served) : (open.splice(at, 1)[0]?.id ?? '');
  };
  for (const content of contents) {
    const parts = partsOf(content);
    if (content['role'] === 'model') messages.push(decodeAnswer(content, parts, opened));
    else messages.push(...decodeUser(parts, answered));
  }
  return messages;
}

function decodeAnswer(
  written: JsonObject,
  parts: readonly JsonObject[],
  opened: (name: string, id: Json | undefined) => string,
): Message {
  const calls: JsonObject[] = [];
  const others: JsonObject[] = [];
  for (const part of parts) {
    const call = field(part, 'functionCall');
    if (!isObject(call)) {
      others.push(part);
      continue;
    }
    const name = asText(call['name']);
    const made = { name, arguments: JSON.stringify(call['args'] ?? {}) };
    calls.push({ id: opened(name, call['id']), type: 'function', function: made });
  }
  const content = others.length === 0 ? null : plain(others);
  const said: Message = { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
  return keepWire(said, 'gemini', [written], [saidContent(said)]);
}

function decodeUser(parts: readonly JsonObject[], answered: (name: string, id: Json | undefined) => string): Message[] {
  const results: Message[] = [];
  const others: JsonObject[] = [];
  for (const part of parts) {
    const result = field(part, 'functionResponse');
    if (!isObject(result)) {
      others.push(part);
      continue;
    }
    const id = answered(asText(result['name']), result['id']);
    results.push({ role: 'tool', tool_call_id: id, content: resultContent(result) });
  }
  return others.length === 0 && results.length > 0 ? results : [...results, { role: 'user', content: plain(others) }];
}

/** The content of a result: a text; parts where it holds images or files as well. */
function resultContent({ response, parts }: JsonObject): Json {
  if (!Array.isArray(parts) || parts.length === 0) return resultText(response);
  const isEmpty = isObject(response) && Object.keys(response).length === 0;
  return [...(isEmpty || response === undefined ? [] : [{ type: 'text', text: resultText(response) }]), ...parts];
}

/** The text of a response. Clients wrap a value that is no object as `{ output: x }`. */
export function resultText(response: Json | undefined): string {
  const keys = isObject(response) ? Object.keys(response) : [];
  const value = isObject(response) && keys.length === 1 && keys[0] === 'output' ? response['output'] : response;
  return textOrJson(value);
}

/** A single text part as a string; other parts unchanged. */
function plain(parts: readonly JsonObject[]): Json {
  const [first] = parts;
  const isText = parts.length === 1 && typeof first?.['text'] === 'string' && Object.keys(first).length === 1;
  return isText ? asText(first['text']) : [...parts];
}

/** A schema with types in lower case. The older `parameters` may hold them in capitals, as Gemini's enum does: `OBJECT`. */
function evenTypes(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(evenTypes);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === 'type' && typeof value === 'string' ? value.toLowerCase() : evenTypes(value),
    ]),
  );
}

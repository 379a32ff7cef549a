import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { AskedRequest } from '../../protocol.ts';
import { signatureOf } from '../../serve/signature.ts';
import type { Refusal } from '../../serving.ts';
import { field, partsOf, snakeCase } from '../field.ts';
import { declarationsOf } from '../read-context-of.ts';
import { configOf } from '../tool-choice.ts';

const TOP_LEVEL = new Set(
  [
    'contents',
    'systemInstruction',
    'tools',
    'toolConfig',
    'generationConfig',
    'safetySettings',
    'cachedContent',
    'labels',
    'model',
    'store',
    'serviceTier',
  ].flatMap((name) => [name, snakeCase(name)]),
);
const TOOL_NAME = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/;

/** Gemini's refusal of a request, in Gemini's words; null where it would accept the request. */
export function refusalOf({ body }: AskedRequest): Refusal | null {
  const said = refused(body);
  return said === null ? null : { status: 400, code: 'INVALID_ARGUMENT', message: said, param: null };
}

function refused(body: JsonObject): string | null {
  const unknown = Object.keys(body).find((name) => !TOP_LEVEL.has(name));
  if (unknown !== undefined) {
    return `Invalid JSON payload received. Unknown name "${unknown}": Cannot find field.`;
  }
  const { contents, tools } = body;
  if (!Array.isArray(contents) || contents.length === 0) {
    return '* GenerateContentRequest.contents: contents is not specified';
  }
  return refusedTools(tools, field(body, 'toolConfig')) ?? refusedContents(contents);
}

function refusedTools(tools: Json | undefined, toolConfig: Json | undefined): string | null {
  const names = new Set<string>();
  for (const [i, tool] of declarationsOf(Array.isArray(tools) ? tools : []).entries()) {
    const at = `GenerateContentRequest.tools[0].function_declarations[${i}]`;
    const name = asText(tool['name']);
    if (!TOOL_NAME.test(name)) return `* ${at}.name: Invalid function name. Must start with a letter or an underscore.`;
    if (names.has(name)) return `Duplicate function declaration found: ${name}`;
    names.add(name);
    if ('strict' in tool || 'input_schema' in tool) {
      return `Invalid JSON payload received. Unknown name "${'strict' in tool ? 'strict' : 'input_schema'}" at 'tools[0].function_declarations[${i}]': Cannot find field.`;
    }
  }
  const config = configOf(toolConfig);
  if (config === null) return null;
  const { mode } = config;
  if (mode !== undefined && !['AUTO', 'ANY', 'NONE', 'VALIDATED', 'MODE_UNSPECIFIED'].includes(asText(mode))) {
    return `Invalid value at 'tool_config.function_calling_config.mode' (type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode), ${JSON.stringify(mode)}`;
  }
  const allowed = field(config, 'allowedFunctionNames');
  const stray = Array.isArray(allowed) ? allowed.find((name) => !names.has(asText(name))) : undefined;
  return stray === undefined
    ? null
    : `Function calling config: allowed function ${JSON.stringify(stray)} is not declared`;
}

/**
 * Refuses contents in which calls are not followed by equally many results, or the first call of the current turn has no
 * signature.
 */
function refusedContents(contents: readonly Json[]): string | null {
  const said = contents.filter(isObject);
  const current = said.findLastIndex((content) => content['role'] !== 'model' && !partsOf(content).some(isResult));
  for (const [i, content] of said.entries()) {
    const { role } = content;
    if (role !== undefined && role !== 'user' && role !== 'model' && role !== 'function') {
      return 'Please use a valid role: user, model.';
    }
    const parts = partsOf(content);
    if (parts.length === 0) return `* GenerateContentRequest.contents[${i}].parts: contents.parts must not be empty.`;
    const results = parts.filter(isResult);
    const before = i === 0 ? [] : partsOf(said[i - 1] ?? {}).filter(isCall);
    const calls = parts.filter(isCall);
    const after = partsOf(said[i + 1] ?? {}).filter(isResult);
    if (results.length !== before.length && (results.length > 0 || before.length > 0)) {
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
    }
    if (calls.length > 0 && after.length !== calls.length) {
      return 'Please ensure that function call turn comes immediately before a function response turn, with a response for each call.';
    }
    const unnamed = results.find((part) => asText(fieldOf(part, 'functionResponse')['name']) === '');
    if (unnamed !== undefined)
      return `* GenerateContentRequest.contents[${i}].parts: function_response.name: Name cannot be empty.`;
    const wrong = refusedSignature(calls, i, i > current);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** https://ai.google.dev/gemini-api/docs/thought-signatures */
function refusedSignature(calls: readonly JsonObject[], i: number, isCurrent: boolean): string | null {
  const [first] = calls;
  if (first === undefined) return null;
  const signature = field(first, 'thoughtSignature');
  const name = asText(fieldOf(first, 'functionCall')['name']);
  if (signature === undefined) {
    if (!isCurrent) return null;
    return `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`default_api:${name}\`, position ${i}.`;
  }
  return signature === signatureOf(name) ? null : 'Corrupted thought signature.';
}

function isCall(part: JsonObject): boolean {
  return field(part, 'functionCall') !== undefined;
}

function isResult(part: JsonObject): boolean {
  return field(part, 'functionResponse') !== undefined;
}

function fieldOf(part: JsonObject, name: string): JsonObject {
  const value = field(part, name);
  return isObject(value) ? value : {};
}

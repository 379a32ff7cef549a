import { resultText } from '../decode.ts';
import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Answer } from '../../../domain/answer.ts';
import { fragments } from '../../serve/fragments.ts';
import { signatureOf } from '../../serve/signature.ts';
import { tokensOf } from '../../serve/tokens.ts';
import type { AskedRequest } from '../../protocol.ts';
import type { ResponseFrame, ServedEntry, ServedRequest, Serving } from '../../serving.ts';
import { parseEndpoint } from '../endpoint.ts';
import { field, partsOf } from '../field.ts';
import { declarationsOf } from '../read-context-of.ts';
import { choiceOf } from '../tool-choice.ts';
import { refusalOf } from './refuse.ts';

export const servedGemini: Serving = {
  refuse: refusalOf,
  parse,
  write(answer, frame, request) {
    const parts = answerParts(answer, frame.callCount);
    if (parseEndpoint(request.endpoint)?.stream !== true) {
      return { stream: false, text: JSON.stringify(chunk(parts, answer, frame, true)) };
    }
    const pieces = parts.flatMap((part) => piecesOf(part).map((piece) => [piece]));
    const chunks = (pieces.length === 0 ? [[{ text: '' }]] : pieces).map((piece, i, all) =>
      chunk(piece, answer, frame, i === all.length - 1),
    );
    return { stream: true, text: chunks.map((one) => `data: ${JSON.stringify(one)}\r\n\r\n`).join('') };
  },
  writeRefusal: ({ status, message }) =>
    JSON.stringify({ error: { code: status, message, status: statusWord(status) } }),
  echo: (answer, callCount) => [{ role: 'model', parts: answerParts(answer, callCount) }],
  callId: geminiCallId,
};

/** The id of a call. `place` is its number in the conversation, from 1. */
function geminiCallId(place: number): string {
  return `fc_${String(place).padStart(6, '0')}`;
}

/** The parts of an answer. As in Gemini 3, the first call carries the signature of the thoughts before it. */
function answerParts(answer: Answer, callCount: number): JsonObject[] {
  const thought = answer.thought === undefined ? [] : [{ text: answer.thought.text, thought: true }];
  if (answer.kind === 'text') {
    const signed = answer.thought === undefined ? {} : { thoughtSignature: answer.thought.signature };
    return [...thought, { text: answer.text, ...signed }];
  }
  const calls = answer.calls.map((call, i) => {
    const made = { id: call.id ?? geminiCallId(callCount + i + 1), name: call.name, args: call.arguments };
    const signature = answer.thought?.signature ?? signatureOf(call.name);
    return i === 0 ? { functionCall: made, thoughtSignature: signature } : { functionCall: made };
  });
  return [...thought, ...(answer.said === undefined ? [] : [{ text: answer.said }]), ...calls];
}

/** A part as a stream sends it: text in pieces, with the signature at the last one. */
function piecesOf(part: JsonObject): JsonObject[] {
  const { text, thoughtSignature: signature, ...rest } = part;
  if (typeof text !== 'string') return [part];
  return fragments(text).map((piece, i, all) => ({
    text: piece,
    ...rest,
    ...(signature !== undefined && i === all.length - 1 ? { thoughtSignature: signature } : {}),
  }));
}

function chunk(parts: Json[], answer: Answer, frame: ResponseFrame, last: boolean): JsonObject {
  const candidate: JsonObject = { content: { parts, role: 'model' }, index: 0 };
  if (last) candidate['finishReason'] = answer.cut === undefined ? 'STOP' : CUT_WORDS[answer.cut];
  return {
    candidates: [candidate],
    usageMetadata: usageOf(answer, frame),
    modelVersion: frame.model,
    responseId: frame.id,
  };
}

const CUT_WORDS = { length: 'MAX_TOKENS', filter: 'SAFETY' } as const;

/** The token counts. Thoughts are counted separately. Details are included only where the answer has them. */
function usageOf(answer: Answer, frame: ResponseFrame): JsonObject {
  const { input, output, cached, thought } = tokensOf(answer, frame);
  const usage: JsonObject = { promptTokenCount: input, candidatesTokenCount: output - thought };
  if (answer.usage !== undefined) {
    usage['cachedContentTokenCount'] = cached;
    usage['thoughtsTokenCount'] = thought;
  }
  return { ...usage, totalTokenCount: input + output };
}

/** https://cloud.google.com/apis/design/errors */
const STATUS_WORDS: { readonly [status: number]: string } = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

function statusWord(status: number): string {
  return STATUS_WORDS[status] ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT');
}

function parse({ endpoint, body }: AskedRequest): ServedRequest {
  const contents = Array.isArray(body['contents']) ? body['contents'].filter(isObject) : [];
  const system = field(body, 'systemInstruction');
  const tools = Array.isArray(body['tools']) ? body['tools'] : [];
  const ids = { count: 0, open: [] as { id: string; name: string }[] };
  return {
    model: parseEndpoint(endpoint)?.model ?? '',
    said: [
      ...(isObject(system) ? textEntry('system', partsOf(system)) : []),
      ...contents.flatMap((one) => entriesOf(one, ids)),
    ],
    toolNames: declarationsOf(tools).map((tool) => asText(tool['name'])),
    choice: choiceOf(field(body, 'toolConfig')),
    serial: false,
  };
}

/** Calls without an id, by name. A result without an id belongs to the first of them that has no result. */
interface OpenCalls {
  count: number;
  readonly open: { readonly id: string; readonly name: string }[];
}

function entriesOf(content: JsonObject, ids: OpenCalls): ServedEntry[] {
  const parts = partsOf(content);
  if (content['role'] === 'model') {
    return [...textEntry('assistant', parts), ...parts.flatMap((part) => callEntry(part, ids))];
  }
  const results = parts.flatMap((part) => resultEntry(part, ids));
  if (results.length > 0 && results.length === parts.length) return results;
  return [...results, { kind: 'text', role: 'user', text: textOf(parts) }];
}

function textOf(parts: readonly JsonObject[]): string {
  return parts.map((part) => (part['thought'] === true ? '' : asText(part['text']))).join('');
}

function textEntry(role: 'system' | 'assistant', parts: readonly JsonObject[]): ServedEntry[] {
  const text = textOf(parts);
  return text === '' ? [] : [{ kind: 'text', role, text }];
}

function callEntry(part: JsonObject, ids: OpenCalls): ServedEntry[] {
  const call = field(part, 'functionCall');
  if (!isObject(call)) return [];
  ids.count += 1;
  const name = asText(call['name']);
  const id = asText(call['id']) || `place ${ids.count}`;
  ids.open.push({ id, name });
  return [{ kind: 'call', id, name, rawArguments: JSON.stringify(call['args'] ?? {}) }];
}

function resultEntry(part: JsonObject, ids: OpenCalls): ServedEntry[] {
  const result = field(part, 'functionResponse');
  if (!isObject(result)) return [];
  const { id, name, response } = result;
  const at = ids.open.findIndex((call) => (typeof id === 'string' ? call.id === id : call.name === name));
  const callId = at === -1 ? asText(id) : (ids.open.splice(at, 1)[0]?.id ?? '');
  const failed = isObject(response) && 'error' in response;
  return [{ kind: 'result', callId, failed, content: resultText(response) }];
}

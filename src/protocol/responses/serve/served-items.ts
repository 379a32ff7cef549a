import { asText, type JsonObject } from '../../../json/json.ts';
import type { Answer, Thought } from '../../../domain/answer.ts';
import { inputOf } from '../../serve/custom-calls.ts';
import { signatureOf } from '../../serve/signature.ts';
import { tokensOf } from '../../serve/tokens.ts';
import type { ResponseFrame } from '../../serving.ts';

/** A fixed point in time: 2026-01-01. */
const CREATED = 1_767_225_600;

/** The id of a call. `place` is its number in the conversation, from 1. */
export function responsesCallId(place: number): string {
  return `call_${String(place).padStart(6, '0')}`;
}

/** The id of the reasoning before the calls that follow `callCount` earlier ones. */
function reasoningId(callCount: number): string {
  return `rs_${String(callCount + 1).padStart(6, '0')}`;
}

/** The text of the sandbox's reasoning by the id of its item; null for an item of another server. */
export function reasoningOf(itemId: string): string | null {
  const [, place] = /^(?:fc|ctc)_(\d{6})_\d+$/.exec(itemId) ?? [];
  return place === undefined ? null : `rs_${place}`;
}

/** True for the call of a function or of a custom tool. */
export function isCall({ type }: JsonObject): boolean {
  return type === 'function_call' || type === 'custom_tool_call';
}

/** What an answer depends on in its request. */
export interface Asked {
  /** The request asks for the encrypted content of reasoning. */
  readonly reasoning: boolean;
  /** Names of its custom tools. */
  readonly custom: ReadonlySet<string>;
}

/** The items of an answer. They begin with reasoning where the request asks for its encrypted content. */
export function answerItems(answer: Answer, callCount: number, { reasoning, custom }: Asked): JsonObject[] {
  const thought = answer.thought === undefined ? [] : [thoughtItem(answer.thought, callCount)];
  if (answer.kind === 'text') return [...thought, messageItem(answer.text, callCount)];
  const said = answer.said === undefined ? [] : [messageItem(answer.said, callCount)];
  const calls = answer.calls.map(({ id, name, rawArguments }, i): JsonObject => {
    const call_id = id ?? responsesCallId(callCount + i + 1);
    const place = `${reasoningId(callCount).slice('rs_'.length)}_${i + 1}`;
    const status = 'completed';
    return custom.has(name)
      ? { id: `ctc_${place}`, type: 'custom_tool_call', status, call_id, name, input: inputOf(rawArguments) }
      : { id: `fc_${place}`, type: 'function_call', status, call_id, name, arguments: rawArguments };
  });
  const unsaid = reasoning && thought.length === 0 ? [reasoningItem(callCount, calls)] : [];
  return [...thought, ...unsaid, ...said, ...calls];
}

function thoughtItem({ text, signature }: Thought, callCount: number): JsonObject {
  const summary = [{ type: 'summary_text', text }];
  return { id: reasoningId(callCount), type: 'reasoning', summary, encrypted_content: signature };
}

function reasoningItem(callCount: number, calls: readonly JsonObject[]): JsonObject {
  return { id: reasoningId(callCount), type: 'reasoning', summary: [], encrypted_content: encryptedFor(calls) };
}

/** The encrypted content of the reasoning before these calls. */
export function encryptedFor(calls: readonly JsonObject[]): string {
  return signatureOf(calls.map((call) => asText(call['name'])).join(' '));
}

function messageItem(text: string, callCount: number): JsonObject {
  return {
    id: `msg_${String(callCount + 1).padStart(6, '0')}`,
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [{ type: 'output_text', annotations: [], text }],
  };
}

/** The response object without its items. `usage` is null until all items are there. */
export function responseObject(
  frame: ResponseFrame,
  status: string,
  output: JsonObject[],
  usage: JsonObject | null,
  cut?: Answer['cut'],
): JsonObject {
  return {
    id: `resp_${frame.id}`,
    object: 'response',
    created_at: CREATED,
    status,
    error: null,
    incomplete_details: cut === undefined ? null : { reason: CUT_WORDS[cut] },
    model: frame.model,
    output,
    parallel_tool_calls: true,
    store: false,
    usage,
  };
}

const CUT_WORDS = { length: 'max_output_tokens', filter: 'content_filter' } as const;

/** The finished response. */
export function wholeResponse(answer: Answer, frame: ResponseFrame, items: JsonObject[]): JsonObject {
  const status = answer.cut === undefined ? 'completed' : 'incomplete';
  return responseObject(frame, status, items, usageOf(answer, frame), answer.cut);
}

/** The token counts. Details are included only where the answer has them. */
function usageOf(answer: Answer, frame: ResponseFrame): JsonObject {
  const { input, output, cached, thought } = tokensOf(answer, frame);
  const usage: JsonObject = { input_tokens: input, output_tokens: output, total_tokens: input + output };
  if (answer.usage === undefined) return usage;
  return {
    ...usage,
    input_tokens_details: { cached_tokens: cached },
    output_tokens_details: { reasoning_tokens: thought },
  };
}

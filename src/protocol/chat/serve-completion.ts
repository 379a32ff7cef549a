import type { JsonObject } from '../../json/json.ts';
import { assistantMessage, toolCalls, type CustomNames } from './serve-message.ts';
import type { Answer } from '../../domain/answer.ts';
import { tokensOf } from '../serve/tokens.ts';
import type { ResponseFrame } from '../serving.ts';

/** A fixed point in time: 2026-01-01. */
const CREATED = 1_767_225_600;
const FRAGMENT = 16;

/** The body of a chat completion. */
export function completionBody(answer: Answer, frame: ResponseFrame, custom: CustomNames): string {
  return JSON.stringify({
    id: `chatcmpl-${frame.id}`,
    object: 'chat.completion',
    created: CREATED,
    model: frame.model,
    choices: [
      {
        index: 0,
        message: assistantMessage(answer, frame.callCount, custom),
        logprobs: null,
        finish_reason: finishReason(answer),
      },
    ],
    usage: usageOf(answer, frame),
    system_fingerprint: 'sandbox',
  });
}

/** The completion as an event stream, with its texts in fragments. `withUsage` adds a chunk with the token counts. */
export function completionEvents(
  answer: Answer,
  frame: ResponseFrame,
  withUsage: boolean,
  custom: CustomNames,
): string {
  const chunk = (choices: JsonObject[], usage: JsonObject | null): string => {
    const body: JsonObject = {
      id: `chatcmpl-${frame.id}`,
      object: 'chat.completion.chunk',
      created: CREATED,
      model: frame.model,
      system_fingerprint: 'sandbox',
      choices,
    };
    if (withUsage) body['usage'] = usage;
    return `data: ${JSON.stringify(body)}\n\n`;
  };
  const delta = (value: JsonObject, finish: string | null = null): string =>
    chunk([{ index: 0, delta: value, logprobs: null, finish_reason: finish }], null);
  const deltas =
    answer.kind === 'text'
      ? textDeltas(answer.text)
      : callDeltas(toolCalls(answer, frame.callCount, custom), answer.said);
  let text = deltas.map((value) => delta(value)).join('');
  text += delta({}, finishReason(answer));
  if (withUsage) text += chunk([], usageOf(answer, frame));
  return `${text}data: [DONE]\n\n`;
}

function textDeltas(text: string): JsonObject[] {
  return [{ role: 'assistant', content: '', refusal: null }, ...fragments(text).map((content) => ({ content }))];
}

function callDeltas(calls: readonly JsonObject[], said?: string): JsonObject[] {
  const deltas: JsonObject[] =
    said === undefined ? [{ role: 'assistant', content: null, refusal: null }] : textDeltas(said);
  for (const [index, call] of calls.entries()) {
    const [type, text] = call['type'] === 'custom' ? ['custom', 'input'] : ['function', 'arguments'];
    const made = call[type] as { readonly [field: string]: string };
    deltas.push({
      tool_calls: [{ index, id: call['id'] ?? null, type, [type]: { name: made['name'] ?? '', [text]: '' } }],
    });
    for (const part of fragments(made[text] ?? '')) deltas.push({ tool_calls: [{ index, [type]: { [text]: part } }] });
  }
  return deltas;
}

/** Pieces of about equal length, never splitting a character. */
function fragments(text: string): string[] {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += FRAGMENT) pieces.push(characters.slice(at, at + FRAGMENT).join(''));
  return pieces;
}

function finishReason(answer: Answer): string {
  if (answer.cut !== undefined) return answer.cut === 'length' ? 'length' : 'content_filter';
  return answer.kind === 'text' ? 'stop' : 'tool_calls';
}

/** The token counts. Details are included only where the answer has them. */
function usageOf(answer: Answer, frame: ResponseFrame): JsonObject {
  const { input, output, cached, thought } = tokensOf(answer, frame);
  const usage: JsonObject = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  if (answer.usage === undefined) return usage;
  return {
    ...usage,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: thought },
  };
}

import { isObject, type JsonObject } from '../../../json/json.ts';
import type { AssistantTurn, ToolCall } from '../../../domain/wire.ts';
import type { Draft } from './turn-draft.ts';
import { report, type Findings } from '../../findings.ts';
import { checkFinish, checkNative, isLengthFinish, isMalformedCallFinish } from './finish-reason.ts';
import { isWrittenCall, leakedMarkup } from '../../reading/leak.ts';
import { checkModel } from '../../reading/model-identity.ts';
import type { ReadContext } from '../../read-context.ts';
import { withMalformedCall } from './echo-malformed-call.ts';
import { readCalls } from './read-calls.ts';
import { readUsage } from './usage.ts';

/** Makes an assistant turn of a draft, and checks what can be checked on any response, streamed or not. */
export function finishTurn(draft: Draft, context: ReadContext, findings: Findings): AssistantTurn {
  const finishReason = typeof draft.finishReason === 'string' && draft.finishReason !== '' ? draft.finishReason : null;
  let { calls, message } = readCalls(draft.message, context, findings);
  checkFinish(findings, draft.finishReason, calls.length, context.namedChoice);
  checkNative(findings, finishReason, draft.nativeFinishReason);
  const text = textOf(message);
  const leaked = checkLeaks(message, text, calls, context, findings);
  const withheld = isMalformedCallFinish(draft.nativeFinishReason) || isMalformedCallFinish(finishReason);
  if (withheld && calls.length === 0) {
    ({ calls, message } = withMalformedCall(text ?? '', '', message, context));
  }
  const usage = readUsage(draft.usage, draft.usageOwed, findings);
  checkModel(findings, context.requestedModel, draft.servedModels);
  const truncated = isLengthFinish(finishReason) || isCutSilently(calls, usage.output, context, findings);
  return {
    ok: true,
    text,
    calls,
    echo: [message],
    finishReason,
    truncated,
    leaked,
    usage,
    servedModel: draft.servedModels.at(-1) ?? null,
    findings,
  };
}

/** The text of a message: its content, the texts among its parts, or what it says in refusal. */
function textOf(message: JsonObject): string | null {
  const { content, refusal } = message;
  if (typeof content === 'string' && content !== '') return content;
  if (Array.isArray(content)) {
    const texts = content.map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''));
    const text = texts.join('');
    if (text !== '') return text;
  }
  if (typeof refusal === 'string' && refusal !== '') return refusal;
  return typeof content === 'string' ? content : null;
}

function checkLeaks(
  message: JsonObject,
  text: string | null,
  calls: readonly ToolCall[],
  context: ReadContext,
  findings: Findings,
): boolean {
  const severity = calls.length === 0 ? 'breaking' : 'degrading';
  let leaked = false;
  if (text !== null && text !== '') {
    const markup = leakedMarkup(text) ?? (isWrittenCall(text, context.tools) ? text : null);
    leaked = markup !== null;
    if (markup !== null) report(findings, 'text-leak', severity, 'a tool call stands in the text', markup);
  }
  const reasoning = message['reasoning_content'] ?? message['reasoning'];
  const inReasoning = typeof reasoning === 'string' ? leakedMarkup(reasoning) : null;
  if (inReasoning !== null) {
    report(findings, 'text-leak', severity, 'a tool call stands in the reasoning', inReasoning);
  }
  for (const call of calls) {
    const inName = call.name === '' ? null : leakedMarkup(call.name);
    if (inName !== null) report(findings, 'text-leak', 'degrading', 'markup stands in the name of a call', call.name);
  }
  return leaked;
}

/** Some gateways say `tool_calls` where the length limit cut the arguments. */
function isCutSilently(
  calls: readonly ToolCall[],
  output: number | null,
  context: ReadContext,
  findings: Findings,
): boolean {
  const limit = context.maxTokens ?? null;
  if (limit === null || output === null || output < limit) return false;
  if (!calls.some((call) => call.malformed === 'truncated')) return false;
  const message = `the answer was cut at ${limit} tokens, but finish_reason does not say "length"`;
  report(findings, 'finish-reason', 'degrading', message, { completion_tokens: output });
  return true;
}

import { isObject, type JsonObject } from '../../../json/json.ts';
import type { Reading, ToolCall } from '../../../domain/wire.ts';
import { fault } from '../../errors/fault.ts';
import type { Draft } from './turn-draft.ts';
import { report, type Findings } from '../../findings.ts';
import { checkFinish, checkNative, meaningOf } from './finish-reason.ts';
import { garbledFault, limitOf, lostPart } from '../../reading/answer-end.ts';
import { leakIn, markupIn } from '../../reading/leak.ts';
import { checkModel } from '../../reading/model-identity.ts';
import { malformedCall } from '../../reading/malformed-call.ts';
import type { ReadContext } from '../../read-context.ts';
import { readCalls } from './read-calls.ts';
import { readUsage } from './usage.ts';

/**
 * Turns a draft into the assistant turn, or into the fault of a response that cannot be judged. Makes the checks that streamed and
 * whole responses share.
 */
export function finishTurn(draft: Draft, context: ReadContext, findings: Findings): Reading {
  const finishReason = typeof draft.finishReason === 'string' && draft.finishReason !== '' ? draft.finishReason : null;
  const means = meaningOf(finishReason, draft.nativeFinishReason);
  const { calls: read, message } = readCalls(draft.message, context, findings);
  checkFinish(findings, draft.finishReason, read.length, context.namedChoice);
  checkNative(findings, finishReason, draft.nativeFinishReason);
  const text = textOf(message);
  const leaked = checkLeaks(message, text, read, context, findings);
  const usage = readUsage(draft.usage, draft.usageOwed, findings);
  checkModel(findings, context.requestedModel, draft.servedModels);
  if (means === 'filtered') return withheld(finishReason, draft, context, findings);
  const reported = means === 'malformed-call' && read.length === 0;
  const calls = reported ? [malformedCall(text ?? '', '', context)] : read;
  const cut = limitOf(means, calls, usage.output, context, findings);
  const garbled = cut === null && !reported ? (draft.garbled ?? lostPart({ means, calls, text })) : null;
  if (garbled !== null) return garbledFault(garbled, null, context, findings);
  return {
    ok: true,
    text,
    calls,
    echo: reported ? [] : [message],
    finishReason,
    truncated: cut !== null,
    ...(cut === null ? {} : { truncatedBy: cut }),
    leaked,
    ...(reported ? { reported } : {}),
    usage,
    servedModel: draft.servedModels.at(-1) ?? null,
    findings,
  };
}

function withheld(finishReason: string | null, draft: Draft, context: ReadContext, findings: Findings): Reading {
  const word = draft.nativeFinishReason ?? finishReason ?? '';
  report(findings, 'finish-reason', 'degrading', 'a content filter withheld the answer', {
    finish_reason: finishReason,
    ...(draft.nativeFinishReason === null ? {} : { native_finish_reason: draft.nativeFinishReason }),
  });
  const what = `the answer ended with "${word}": a content filter withheld it`;
  return fault('filtered', what, { retryable: false }, context, findings);
}

/** The text of a message: its `content`, the texts of its parts, or its `refusal`. */
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
  const inText = text === null ? null : leakIn(text, context.tools);
  if (inText !== null) report(findings, 'text-leak', severity, 'a tool call stands in the text', inText);
  const reasoning = message['reasoning_content'] ?? message['reasoning'];
  const inReasoning = typeof reasoning === 'string' ? leakIn(reasoning, context.tools) : null;
  if (inReasoning !== null) {
    report(findings, 'text-leak', severity, 'a tool call stands in the reasoning', inReasoning);
  }
  for (const call of calls) {
    const inName = call.name === '' ? null : markupIn(call.name);
    if (inName !== null) report(findings, 'text-leak', 'degrading', 'markup stands in the name of a call', call.name);
  }
  return inText !== null;
}

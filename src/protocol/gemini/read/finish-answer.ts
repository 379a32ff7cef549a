import { asText, isObject, type JsonObject } from '../../../json/json.ts';
import type { HostedCall, Reading, ToolCall } from '../../../domain/wire.ts';
import { fault } from '../../errors/fault.ts';
import { failedEnd, garbledFault, limitOf, lostPart } from '../../reading/answer-end.ts';
import { leakIn } from '../../reading/leak.ts';
import { malformedCall, substituteId } from '../../reading/malformed-call.ts';
import { checkModel } from '../../reading/model-identity.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import type { AnswerDraft } from './answer-draft.ts';
import { checkFinish, finishMeaning, type FinishMeaning } from './finish-reason.ts';
import { readCalls } from './read-calls.ts';
import { readUsage } from './usage.ts';

/** Turns a draft into the assistant turn, and makes the checks that streamed and whole answers share. */
export function finishAnswer(draft: AnswerDraft, context: ReadContext, findings: Findings): Reading {
  const usage = readUsage(draft.usage, findings);
  if (draft.servedModel !== null) checkModel(findings, context.requestedModel, [draft.servedModel]);
  if (draft.blockReason !== null && draft.parts.length === 0) {
    return withheld(`the provider did not answer the prompt (blockReason "${draft.blockReason}")`, context, findings);
  }
  const reason = asText(draft.finishReason);
  const meaning = finishMeaning(reason);
  checkFinish(findings, draft.finishReason);
  checkSignatures(draft.parts, findings);
  if (meaning === 'filtered') {
    return withheld(`the provider withheld the answer (finishReason "${reason}")`, context, findings);
  }
  const read = readCalls(draft.parts, context, findings);
  const text = textOf(draft.parts);
  const stopped = faultOf(meaning, reason, draft, read.calls.length > 0 || text !== null, context, findings);
  if (stopped !== null) return stopped;
  const lost = read.calls.length === 0 ? lostCall(meaning, draft.finishMessage, context) : null;
  const parts = lost === null ? read.parts : meaning === 'undeclared-call' ? [...read.parts, partOf(lost)] : [];
  const means = meaning === 'undeclared-call' || meaning === 'refused' ? null : meaning;
  const cut = limitOf(means, read.calls, usage.output, context, findings);
  const missing = cut === null && lost === null ? lostPart({ means, calls: read.calls, text }) : null;
  if (missing !== null) return garbledFault(missing, 200, context, findings);
  const hosted = hostedCalls(draft.parts);
  return {
    ok: true,
    text,
    calls: lost === null ? read.calls : [lost],
    echo: parts.length === 0 ? [] : [{ role: 'model', parts: [...parts] }],
    finishReason: reason === '' ? null : reason,
    truncated: cut !== null,
    ...(cut === null ? {} : { truncatedBy: cut }),
    ...(lost === null || meaning === 'undeclared-call' ? {} : { reported: true }),
    leaked: isLeaked(text, read.calls.length, context, findings),
    usage,
    servedModel: draft.servedModel,
    findings,
    ...(hosted.length > 0 ? { hosted } : {}),
  };
}

function withheld(what: string, context: ReadContext, findings: Findings): Reading {
  return fault('filtered', what, { retryable: false, status: 200 }, context, findings);
}

/** The fault of an answer that a refusal or a failure ended; null where the answer counts. */
function faultOf(
  meaning: FinishMeaning | null,
  reason: string,
  draft: AnswerDraft,
  saysSomething: boolean,
  context: ReadContext,
  findings: Findings,
): Reading | null {
  if (meaning === 'refused') {
    const what = `the provider refused the request (finishReason "${reason}")`;
    return fault('refused', what, { text: draft.finishMessage, retryable: false, status: 200 }, context, findings);
  }
  if (meaning !== 'failed' || (saysSomething && reason === 'FINISH_REASON_UNSPECIFIED')) return null;
  return failedEnd('finishReason', reason, draft.finishMessage, context, findings);
}

/** The call that Google withheld, because it was malformed or named an undeclared function. */
function lostCall(meaning: FinishMeaning | null, message: string, context: ReadContext): ToolCall | null {
  if (meaning === 'malformed-call')
    return malformedCall(message.replace(/^Malformed function call:\s*/i, ''), '', context);
  if (meaning !== 'undeclared-call') return null;
  const name = /[\w.:-]{1,200}(?=\s*\()/.exec(message)?.[0] ?? 'unknown';
  return { id: substituteId(context, 1), name, rawArguments: '{}', arguments: {}, malformed: null, written: null };
}

function partOf({ name }: ToolCall): JsonObject {
  return { functionCall: { name: name === '' ? 'unknown' : name, args: {} } };
}

/** The joined texts of an answer without its thoughts; null where it has none. */
function textOf(parts: readonly JsonObject[]): string | null {
  const texts = parts.filter((part) => typeof part['text'] === 'string' && part['thought'] !== true);
  return texts.length === 0 ? null : texts.map((part) => asText(part['text'])).join('');
}

function checkSignatures(parts: readonly JsonObject[], findings: Findings): void {
  for (const part of parts) {
    const signature = part['thoughtSignature'];
    if (signature === undefined || (typeof signature === 'string' && signature !== '')) continue;
    report(findings, 'reasoning', 'breaking', 'a thoughtSignature is empty or no text', part);
  }
}

function isLeaked(text: string | null, calls: number, context: ReadContext, findings: Findings): boolean {
  const markup = text === null ? null : leakIn(text, context.tools);
  if (markup === null) return false;
  report(findings, 'text-leak', calls === 0 ? 'breaking' : 'degrading', 'a tool call stands in the text', markup);
  return true;
}

/** Uses of Google's own tools. Reports show them, and nothing judges them. */
function hostedCalls(parts: readonly JsonObject[]): HostedCall[] {
  return parts.flatMap((part) => {
    const { toolCall, executableCode } = part;
    if (isObject(executableCode)) return [{ name: 'code_execution', item: part }];
    if (!isObject(toolCall)) return [];
    return [{ name: asText(toolCall['toolName'] ?? toolCall['toolType'] ?? toolCall['name']), item: part }];
  });
}

import { asText, isObject, type JsonObject } from '../../../json/json.ts';
import type { HostedCall, Reading } from '../../../domain/wire.ts';
import { fault } from '../../errors/fault.ts';
import { garbledFault, limitOf, lostPart } from '../../reading/answer-end.ts';
import { endMeaning, type EndMeaning } from '../../reading/end-words.ts';
import { leakIn } from '../../reading/leak.ts';
import { checkModel } from '../../reading/model-identity.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readCalls } from './read-calls.ts';
import type { ResponseDraft } from './response-draft.ts';
import { readUsage } from './usage.ts';

/** Turns a draft into the assistant turn, and makes the checks that streamed and whole responses share. */
export function finishResponse(draft: ResponseDraft, context: ReadContext, findings: Findings): Reading {
  const read = readCalls(draft.items, context, findings);
  const usage = readUsage(draft.usage, findings);
  if (draft.servedModel !== null) checkModel(findings, context.requestedModel, [draft.servedModel]);
  checkReasoning(draft.items, context, findings);
  const status = asText(draft.status);
  const reason = status === 'incomplete' && draft.incomplete !== null ? draft.incomplete : status;
  const meaning = meaningOf(draft, status, usage.output, context);
  checkStatus(draft, findings);
  if (meaning === 'filtered') {
    const what = `the provider withheld the answer (${status === 'incomplete' ? status : 'status'}: "${reason}")`;
    return fault('filtered', what, { retryable: false, status: 200 }, context, findings);
  }
  if (meaning === 'failed') {
    const what = `the response came with the status "${status}"${reason === status ? '' : ` ("${reason}")`}`;
    return fault('finish-error', what, { retryable: !NO_ANSWER_YET.has(status), status: 200 }, context, findings);
  }
  const text = textOf(draft.items);
  const markup = text === null ? null : leakIn(text, context.tools);
  if (markup !== null) {
    const severity = read.calls.length === 0 ? 'breaking' : 'degrading';
    report(findings, 'text-leak', severity, 'a tool call stands in the text', markup);
  }
  const cut = limitOf(meaning, read.calls, usage.output, context, findings);
  const lost = cut === null ? lostPart({ means: meaning, calls: read.calls, text }) : null;
  if (lost !== null) return garbledFault(lost, 200, context, findings);
  const hosted = hostedCalls(draft.items);
  return {
    ok: true,
    text,
    calls: read.calls,
    echo: read.items,
    finishReason: reason === '' ? null : reason,
    truncated: cut !== null,
    ...(cut === null ? {} : { truncatedBy: cut }),
    leaked: markup !== null,
    usage,
    servedModel: draft.servedModel,
    findings,
    ...(hosted.length > 0 ? { hosted } : {}),
  };
}

/** Statuses of a response that nobody will end in this exchange, so that asking again is of no use. */
const NO_ANSWER_YET = new Set(['cancelled', 'queued', 'in_progress']);

/**
 * The meaning of the end of a response. A gateway may give the word of another API as the status, or leave out why the response is
 * incomplete: it was cut where it has as many tokens as were allowed, else nothing shows that the answer is whole.
 */
function meaningOf(
  { incomplete }: ResponseDraft,
  status: string,
  output: number | null,
  { maxTokens }: ReadContext,
): EndMeaning | null {
  if (NO_ANSWER_YET.has(status)) return 'failed';
  if (status !== 'incomplete') return endMeaning(status);
  const told = endMeaning(incomplete);
  if (told !== null) return told;
  const limit = maxTokens ?? null;
  return limit !== null && output !== null && output >= limit ? 'length' : 'failed';
}

const STATUSES = new Set(['completed', 'failed', 'in_progress', 'cancelled', 'queued', 'incomplete']);

function checkStatus({ status, incomplete }: ResponseDraft, findings: Findings): void {
  const evidence = { status: status ?? null };
  if (typeof status !== 'string' || status === '') {
    report(findings, 'finish-reason', 'degrading', 'the response has no status', evidence);
  } else if (!STATUSES.has(status)) {
    report(findings, 'finish-reason', 'degrading', `the status "${status}" is not one of OpenAI's`, evidence);
  } else if (status === 'incomplete' && incomplete === null) {
    report(findings, 'finish-reason', 'degrading', 'the response is incomplete and does not say why', evidence);
  }
}

/** Reports a reasoning item without encrypted content. Where nothing is stored, such an item cannot be sent back. */
function checkReasoning(items: readonly JsonObject[], context: ReadContext, findings: Findings): void {
  if (context.reasoningOwed !== true) return;
  for (const item of items) {
    if (item['type'] !== 'reasoning' || asText(item['encrypted_content']) !== '') continue;
    report(findings, 'reasoning', 'degrading', 'a reasoning item has no encrypted_content', item);
  }
}

/** The joined texts of the messages of a response, refusals included; null without a message. */
function textOf(items: readonly JsonObject[]): string | null {
  const parts = items.filter((item) => item['type'] === 'message').flatMap((item) => item['content']);
  if (parts.length === 0) return null;
  return parts
    .map((part) => (isObject(part ?? null) && isObject(part) ? asText(part['text'] ?? part['refusal']) : ''))
    .join('');
}

/** Types of items that are not uses of the provider's own tools. */
const OWN = new Set(['message', 'reasoning', 'function_call', 'custom_tool_call', 'compaction']);

/** Uses of the provider's own tools. Reports show them, and nothing judges them. */
function hostedCalls(items: readonly JsonObject[]): HostedCall[] {
  return items
    .filter((item) => !OWN.has(asText(item['type'])) && !asText(item['type']).endsWith('_output'))
    .map((item) => ({ name: asText(item['name']) || asText(item['type']), item }));
}

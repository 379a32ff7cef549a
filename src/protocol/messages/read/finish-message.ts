import { asText, type JsonObject } from '../../../json/json.ts';
import type { AssistantTurn, HostedCall, Reading } from '../../../domain/wire.ts';
import { fault } from '../../errors/fault.ts';
import { failedEnd, garbledFault, limitOf, lostPart } from '../../reading/answer-end.ts';
import { endMeaning } from '../../reading/end-words.ts';
import { leakIn } from '../../reading/leak.ts';
import { malformedCall } from '../../reading/malformed-call.ts';
import { checkModel } from '../../reading/model-identity.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { checkThinking } from './check-blocks.ts';
import type { MessageDraft } from './message-draft.ts';
import { readCalls } from './read-calls.ts';
import { checkStop } from './stop-reason.ts';
import { readUsage } from './usage.ts';

/** Turns a draft into the assistant turn, and makes the checks that streamed and whole messages share. */
export function finishMessage(draft: MessageDraft, context: ReadContext, findings: Findings): Reading {
  const reason = typeof draft.stopReason === 'string' && draft.stopReason !== '' ? draft.stopReason : null;
  const meaning = endMeaning(reason);
  const read = readCalls(draft, context, findings);
  checkStop(findings, draft.stopReason, read.calls.length);
  checkThinking(draft.blocks, findings);
  if (draft.servedModel !== null) checkModel(findings, context.requestedModel, [draft.servedModel]);
  const usage = readUsage(draft.usage, findings);
  if (meaning === 'filtered') {
    const what = `the provider withheld the answer (stop_reason "${reason}")`;
    return fault('filtered', what, { retryable: false, status: 200 }, context, findings);
  }
  if (meaning === 'failed') return failedEnd('stop_reason', reason ?? '', '', context, findings);
  const text = textOf(draft.blocks);
  const withheld =
    meaning === 'malformed-call' && read.calls.length === 0 ? malformedCall(text ?? '', '', context) : null;
  const cut = limitOf(meaning, read.calls, usage.output, context, findings);
  const lost = cut === null && withheld === null ? lostPart({ means: meaning, calls: read.calls, text }) : null;
  if (lost !== null) return garbledFault(lost, 200, context, findings);
  const turn: AssistantTurn = {
    ok: true,
    text,
    calls: withheld === null ? read.calls : [withheld],
    echo: withheld === null ? [{ role: 'assistant', content: [...read.blocks] }] : [],
    finishReason: reason,
    truncated: cut !== null,
    ...(cut === null ? {} : { truncatedBy: cut }),
    ...(withheld === null ? {} : { reported: true }),
    leaked: isLeaked(text, read.calls.length, context, findings),
    usage,
    servedModel: draft.servedModel,
    findings,
  };
  const hosted = hostedCalls(draft.blocks);
  return {
    ...turn,
    ...(meaning === 'paused' ? { paused: true } : {}),
    ...(hosted.length > 0 ? { hosted } : {}),
  };
}

/** The joined texts of a message; null without a text block. */
function textOf(blocks: readonly JsonObject[]): string | null {
  const texts = blocks.filter((block) => block['type'] === 'text').map((block) => block['text']);
  return texts.length === 0 ? null : texts.map((text) => (typeof text === 'string' ? text : '')).join('');
}

function isLeaked(text: string | null, calls: number, context: ReadContext, findings: Findings): boolean {
  const markup = text === null ? null : leakIn(text, context.tools);
  if (markup === null) return false;
  report(findings, 'text-leak', calls === 0 ? 'breaking' : 'degrading', 'a tool call stands in the text', markup);
  return true;
}

const HOSTED = /^(?:server_tool_use|mcp_tool_use)$/;

/** Uses of the provider's own tools. Reports show them, and nothing judges them. */
function hostedCalls(blocks: readonly JsonObject[]): HostedCall[] {
  return blocks
    .filter((block) => HOSTED.test(asText(block['type'])))
    .map((item) => ({ name: typeof item['name'] === 'string' ? item['name'] : '', item }));
}

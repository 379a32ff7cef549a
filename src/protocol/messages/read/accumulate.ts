import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';
import { addDelta, finishBlock, startBlock, type StreamBlock } from './stream-block.ts';
import type { MessageDraft } from './message-draft.ts';

/** The message of a stream so far. */
export interface MessageState {
  /** The message of `message_start`, with the usage of later events; null before that event. */
  message: JsonObject | null;
  readonly blocks: StreamBlock[];
  /** Blocks of earlier messages in the same stream. */
  readonly earlier: StreamBlock[];
  readonly usage: JsonObject;
  sawUsage: boolean;
  stopReason: Json | undefined;
  /** True when a piece of the answer came after the latest stop reason, so that the answer had not ended there. */
  saidMore: boolean;
  over: boolean;
}

/** The state before the first event. */
export function startMessage(): MessageState {
  return {
    message: null,
    blocks: [],
    earlier: [],
    usage: {},
    sawUsage: false,
    stopReason: undefined,
    saidMore: false,
    over: false,
  };
}

/** Adds an event that reports no error. Unknown events add nothing. */
export function addEvent(state: MessageState, event: JsonObject, findings: Findings): void {
  const { type } = event;
  if (type !== 'message_start' && type !== 'ping' && state.message === null) {
    report(findings, 'stream-deltas', 'breaking', 'the stream does not begin with message_start', event);
    state.message = {};
  }
  switch (type) {
    case 'message_start':
      begin(state, event, findings);
      break;
    case 'content_block_start':
      says(state, event, findings);
      state.blocks.push(startBlock(event, state.blocks, findings));
      break;
    case 'content_block_delta':
      says(state, event, findings);
      addDelta(state.blocks, event, findings);
      break;
    case 'content_block_stop':
      stopBlock(state, event, findings);
      break;
    case 'message_delta':
      addMessageDelta(state, event, findings);
      break;
    case 'message_stop':
      state.over = true;
      break;
    default:
      if (typeof type !== 'string') report(findings, 'framing', 'breaking', 'an event has no type', event);
  }
}

function begin(state: MessageState, event: JsonObject, findings: Findings): void {
  const { message } = event;
  if (state.message !== null) beginAgain(state, event, findings);
  if (!isObject(message)) {
    report(findings, 'stream-deltas', 'breaking', 'message_start has no message', event);
    state.message ??= {};
    return;
  }
  if (message['role'] !== 'assistant') {
    report(findings, 'stream-deltas', 'degrading', `the role is ${JSON.stringify(message['role'] ?? null)}`, message);
  }
  const first = state.message === null;
  state.message = message;
  addUsage(state, message['usage']);
  addStop(state, message['stop_reason'], event, findings);
  // The provider's own tool loop made the blocks in the `message_start` of a later message, not this answer.
  if (!first) return;
  for (const block of Array.isArray(message['content']) ? message['content'].filter(isObject) : []) {
    state.blocks.push({ index: state.blocks.length, block: structuredClone(block), inputText: null, stopped: true });
  }
}

/** Begins another message of the stream. Some gateways send all messages of their own tool loop as one answer. */
function beginAgain(state: MessageState, event: JsonObject, findings: Findings): void {
  report(findings, 'framing', 'breaking', 'the stream holds several messages', event);
  state.earlier.push(...state.blocks.splice(0));
  state.over = false;
  state.stopReason = undefined;
}

function says(state: MessageState, event: JsonObject, findings: Findings): void {
  if (state.stopReason === undefined) return;
  state.saidMore = true;
  report(findings, 'stream-deltas', 'degrading', 'a part of the answer comes after the stop_reason', event);
}

function stopBlock(state: MessageState, event: JsonObject, findings: Findings): void {
  const block = state.blocks.findLast((one) => one.index === event['index']);
  if (block === undefined) report(findings, 'stream-index', 'degrading', 'a block stops that never started', event);
  else block.stopped = true;
}

function addMessageDelta(state: MessageState, event: JsonObject, findings: Findings): void {
  const { delta, usage } = event;
  addUsage(state, usage);
  if (isObject(delta)) addStop(state, delta['stop_reason'], event, findings);
}

function addStop(state: MessageState, reason: Json | undefined, event: JsonObject, findings: Findings): void {
  if (reason === undefined || reason === null) return;
  if (typeof state.stopReason === 'string' && state.stopReason !== reason) {
    const message = `stop_reason "${state.stopReason}" is followed by ${JSON.stringify(reason)}`;
    report(findings, 'finish-reason', 'degrading', message, event);
  }
  state.stopReason = reason;
  state.saidMore = false;
}

/** Adds token counts. They are cumulative, so a later count replaces an earlier one. Null changes nothing. */
function addUsage(state: MessageState, usage: Json | undefined): void {
  if (!isObject(usage)) return;
  state.sawUsage = true;
  for (const [name, value] of Object.entries(usage)) if (value !== null) state.usage[name] = value;
}

/** Ends the stream: returns the draft, and reports what only the whole stream shows. */
export function finishStream(state: MessageState, findings: Findings): MessageDraft {
  const inputText = new Map<JsonObject, string>();
  const blocks = [...state.earlier, ...state.blocks].map((one) => {
    if (!one.stopped) {
      report(findings, 'stream-deltas', 'degrading', `block ${one.index} has no content_block_stop`, one.block);
    }
    const block = finishBlock(one);
    if (one.inputText !== null && one.inputText !== '') inputText.set(block, one.inputText);
    return block;
  });
  const model = state.message?.['model'];
  return {
    blocks,
    inputText,
    stopReason: state.stopReason ?? null,
    usage: state.sawUsage ? state.usage : undefined,
    servedModel: typeof model === 'string' && model !== '' ? model : null,
  };
}

import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Draft } from './turn-draft.ts';
import { report, type Findings } from '../../findings.ts';
import { mergeField } from './merge-delta.ts';
import type { ReadContext } from '../../read-context.ts';
import { addCallDeltas, finishCalls } from './stream-calls.ts';
import type { StreamCall } from './stream-call.ts';

/** The message of a stream while its chunks come in: of its first choice, which is all that is ever asked for. */
export interface StreamState {
  readonly message: JsonObject;
  readonly calls: StreamCall[];
  readonly servedModels: string[];
  /** Index of the choice that is read; undefined before the first. */
  choice: Json | undefined;
  sawChoice: boolean;
  sawDelta: boolean;
  role: string | null;
  /** The latest that says something. */
  finishReason: string | null;
  /** The latest chunk with a choice says `""`, and none said more. */
  emptyFinish: boolean;
  nativeFinishReason: string | null;
  usage: Json | undefined;
  usageChunks: number;
  /** Events that were JSON. */
  chunks: number;
}

/** The state before the first chunk. */
export function startStream(): StreamState {
  return {
    message: { role: 'assistant', content: null },
    calls: [],
    servedModels: [],
    choice: undefined,
    sawChoice: false,
    sawDelta: false,
    role: null,
    finishReason: null,
    emptyFinish: false,
    nativeFinishReason: null,
    usage: undefined,
    usageChunks: 0,
    chunks: 0,
  };
}

/** Adds one chunk that has no error in it. */
export function addChunk(state: StreamState, chunk: JsonObject, context: ReadContext, findings: Findings): void {
  const { model, choices, usage } = chunk;
  if (typeof model === 'string' && model !== '' && !state.servedModels.includes(model)) state.servedModels.push(model);
  if (isObject(usage)) addUsage(state, usage, findings);
  if (!Array.isArray(choices)) {
    if (isObject(usage)) {
      report(findings, 'usage', 'breaking', 'the chunk with the token counts has no choices', chunk);
    } else {
      report(findings, 'framing', 'breaking', 'an event is no chunk of a completion: it has no choices', chunk);
    }
    return;
  }
  for (const choice of choices) {
    if (isObject(choice)) addChoice(state, choice, context, findings);
    else report(findings, 'framing', 'breaking', 'a chunk has a choice that is no object', chunk);
  }
}

function addUsage(state: StreamState, usage: JsonObject, findings: Findings): void {
  state.usageChunks += 1;
  if (state.usageChunks > 1) {
    report(findings, 'usage', 'cosmetic', 'token counts come in several chunks; the last counts', usage);
  }
  state.usage = usage;
}

function addChoice(state: StreamState, choice: JsonObject, context: ReadContext, findings: Findings): void {
  const { index, delta, message, finish_reason: finish, native_finish_reason: native } = choice;
  if (typeof index !== 'number') {
    report(findings, 'stream-deltas', 'breaking', 'a chunk does not number its choice', choice);
  } else {
    state.choice ??= index;
    if (state.choice !== index) return;
  }
  state.sawChoice = true;
  if (typeof native === 'string' && native !== '') state.nativeFinishReason = native;
  if (isObject(choice['usage']) && state.usage === undefined) addUsage(state, choice['usage'], findings);
  const content = isObject(delta) ? delta : isObject(message) ? message : null;
  if (content !== null) {
    if (content === message) report(findings, 'stream-deltas', 'breaking', 'a chunk has a message for a delta', choice);
    addDelta(state, content, context, findings);
  }
  if (typeof finish === 'string' && finish !== '') {
    if (state.finishReason !== null && state.finishReason !== finish) {
      const message = `finish_reason "${state.finishReason}" is followed by "${finish}"`;
      report(findings, 'finish-reason', 'degrading', message, choice);
    }
    state.finishReason = finish;
  }
  state.emptyFinish = finish === '' && state.finishReason === null;
}

function addDelta(state: StreamState, delta: JsonObject, context: ReadContext, findings: Findings): void {
  const { role, content, tool_calls: calls, ...extras } = delta;
  if (typeof role === 'string' && role !== '' && state.role === null) {
    state.role = role;
    if (role !== 'assistant') report(findings, 'stream-deltas', 'degrading', `the role is "${role}"`, delta);
    else if (state.sawDelta)
      report(findings, 'stream-deltas', 'cosmetic', 'the role comes after the first delta', delta);
  }
  state.sawDelta = true;
  if (state.finishReason !== null && saysSomething(delta)) {
    report(findings, 'stream-deltas', 'degrading', 'a delta comes after the finish_reason', delta);
  }
  if (typeof content === 'string') addText(state, content);
  else if (content !== undefined && content !== null) addParts(state, Array.isArray(content) ? content : [content]);
  if (calls !== undefined && calls !== null) addCallDeltas(state.calls, calls, context.tools, findings);
  for (const [key, value] of Object.entries(extras)) {
    mergeField(state.message, key, value);
    // Gemini sends a signature alone, after its call; the next request must carry it at the call.
    if (key === 'extra_content' && isObject(value)) signLastCall(state.calls, value);
  }
}

function signLastCall(calls: readonly StreamCall[], value: JsonObject): void {
  const call = calls.at(-1);
  if (call !== undefined && call.extras['extra_content'] === undefined) mergeField(call.extras, 'extra_content', value);
}

function saysSomething(delta: JsonObject): boolean {
  return Object.entries(delta).some(([key, value]) => {
    if (key === 'role' || value === null || value === '') return false;
    return Array.isArray(value) ? value.length > 0 : !isObject(value) || Object.keys(value).length > 0;
  });
}

function addText(state: StreamState, text: string): void {
  const before = state.message['content'];
  if (!Array.isArray(before)) state.message['content'] = typeof before === 'string' ? before + text : text;
  else if (text !== '') before.push({ type: 'text', text });
}

function addParts(state: StreamState, parts: readonly Json[]): void {
  const before = state.message['content'];
  const list: Json[] = Array.isArray(before)
    ? before
    : typeof before === 'string' && before !== ''
      ? [{ type: 'text', text: before }]
      : [];
  list.push(...structuredClone(parts));
  state.message['content'] = list;
}

/** Closes the stream: the message with its calls, and what only the whole of it shows. */
export function finishStream(state: StreamState, context: ReadContext, findings: Findings): Draft {
  if (state.sawDelta && state.role === null) {
    report(findings, 'stream-deltas', 'breaking', 'no delta gives the role', {});
  }
  const calls = finishCalls(state.calls, context.tools, findings);
  if (calls.length > 0) state.message['tool_calls'] = calls;
  return {
    message: state.message,
    finishReason: state.finishReason ?? (state.emptyFinish ? '' : null),
    nativeFinishReason: state.nativeFinishReason,
    usage: state.usage,
    usageOwed: context.usageAsked === true,
    servedModels: state.servedModels,
  };
}

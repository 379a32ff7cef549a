import { isObject, type Json, type JsonObject } from '../../../../json/json.ts';
import { report, type Findings } from '../../../findings.ts';
import type { ReadContext } from '../../../read-context.ts';
import type { JoinedChoice } from './join-choices.ts';
import { mergeField } from './merge-delta.ts';
import { finalMessage } from '../final-message.ts';
import { addCallDeltas, finishCalls } from './stream-calls.ts';
import type { StreamCall } from './stream-call.ts';

/** One choice of a stream so far. */
export interface ChoiceState {
  readonly message: JsonObject;
  readonly calls: StreamCall[];
  /** Whole `message` objects in place of deltas. */
  readonly messages: JsonObject[];
  sawDelta: boolean;
  role: string | null;
  /** The latest finish reason that is not empty. */
  finishReason: string | null;
  /** True when the latest chunk has `finish_reason: ""` and no chunk had another one. */
  emptyFinish: boolean;
  nativeFinishReason: string | null;
}

/** The choice before its first chunk. */
export function startChoice(): ChoiceState {
  return {
    message: { role: 'assistant', content: null },
    calls: [],
    messages: [],
    sawDelta: false,
    role: null,
    finishReason: null,
    emptyFinish: false,
    nativeFinishReason: null,
  };
}

/** Adds one entry of a chunk's `choices`. */
export function addChoice(state: ChoiceState, choice: JsonObject, context: ReadContext, findings: Findings): void {
  const { delta, message, finish_reason: finish, native_finish_reason: native } = choice;
  if (typeof native === 'string' && native !== '') state.nativeFinishReason = native;
  if (isObject(message)) state.messages.push(message);
  if (isObject(delta)) addDelta(state, delta, context, findings);
  else if (isObject(message)) {
    report(findings, 'stream-deltas', 'breaking', 'a chunk has a message for a delta', choice);
  }
  if (typeof finish === 'string' && finish !== '') {
    if (state.finishReason !== null && state.finishReason !== finish) {
      const told = `finish_reason "${state.finishReason}" is followed by "${finish}"`;
      report(findings, 'finish-reason', 'degrading', told, choice);
    }
    state.finishReason = finish;
  }
  state.emptyFinish = finish === '' && state.finishReason === null;
}

/** Adds one delta, or a whole message in place of a delta. */
export function addDelta(state: ChoiceState, delta: JsonObject, context: ReadContext, findings: Findings): void {
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
    // Gemini sends a signature in a delta of its own, after the call (github.com/open-webui/computer/issues/224). The next request
    // must carry it at the call.
    if (key === 'extra_content' && isObject(value)) signLastCall(state.calls, value);
  }
}

function signLastCall(calls: readonly StreamCall[], value: JsonObject): void {
  const call = calls.at(-1);
  if (call !== undefined && call.extras['extra_content'] === undefined) mergeField(call.extras, 'extra_content', value);
}

/** True for a chunk that holds a piece of the answer: text, a call or thoughts. */
export function carriesAnswer({ choices }: JsonObject): boolean {
  if (!Array.isArray(choices)) return false;
  return choices.some((choice) => isObject(choice) && isObject(choice['delta']) && saysSomething(choice['delta']));
}

function saysSomething(delta: JsonObject): boolean {
  return Object.entries(delta).some(([key, value]) => {
    if (key === 'role' || value === null || value === '') return false;
    return Array.isArray(value) ? value.length > 0 : !isObject(value) || Object.keys(value).length > 0;
  });
}

function addText(state: ChoiceState, text: string): void {
  const before = state.message['content'];
  if (!Array.isArray(before)) state.message['content'] = typeof before === 'string' ? before + text : text;
  else if (text !== '') before.push({ type: 'text', text });
}

function addParts(state: ChoiceState, parts: readonly Json[]): void {
  const before = state.message['content'];
  const list: Json[] = Array.isArray(before)
    ? before
    : typeof before === 'string' && before !== ''
      ? [{ type: 'text', text: before }]
      : [];
  list.push(...structuredClone(parts));
  state.message['content'] = list;
}

/** Ends the choice: returns its message with the calls, and reports what only the whole choice shows. */
export function finishChoice(state: ChoiceState, context: ReadContext, findings: Findings): JoinedChoice {
  const told = finalMessage(state);
  for (const message of told.instead) addDelta(state, message, context, findings);
  if (state.sawDelta && state.role === null) {
    report(findings, 'stream-deltas', 'breaking', 'no delta gives the role', {});
  }
  const { calls, garbled } = finishCalls(state.calls, context.tools, findings);
  if (calls.length > 0) state.message['tool_calls'] = calls;
  const differs = told.repeated !== null && !told.repeats(state.message);
  if (differs) {
    report(findings, 'stream-deltas', 'breaking', 'the last message is not what was streamed', told.repeated);
  }
  return {
    message: state.message,
    finishReason: state.finishReason ?? (state.emptyFinish ? '' : null),
    nativeFinishReason: state.nativeFinishReason,
    garbled: garbled ?? (differs ? 'the deltas say one thing, the whole message at their end another' : null),
  };
}

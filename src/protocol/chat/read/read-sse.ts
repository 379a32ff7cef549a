import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Reading, WireFault } from '../../../domain/wire.ts';
import { addChunk, finishStream, startStream, type StreamState } from './accumulate.ts';
import { hasError } from '../../errors/error-body.ts';
import { fault, toldFault } from '../../errors/fault.ts';
import { report, type Findings } from '../../findings.ts';
import { isErrorFinish, isMalformedCallFinish } from './finish-reason.ts';
import { finishTurn } from './finish-turn.ts';
import { readCalls } from './read-calls.ts';
import type { ReadContext } from '../../read-context.ts';

/** Reads an event stream that has come to its end, or was cut. */
export function readSse(text: string, status: number, context: ReadContext, findings: Findings): Reading {
  const state = startStream();
  const { error, done } = readEvents(text, state, context, findings);
  if (error !== null) {
    checkCallsSoFar(state, context, findings);
    return toldFault('stream-error', 'the gateway sent an error in the stream', error, context, findings);
  }
  if (!done) report(findings, 'framing', 'cosmetic', 'the stream ends without [DONE]', text.slice(-160));
  const { finishReason, nativeFinishReason } = state;
  if (isErrorFinish(finishReason) && !isMalformedCallFinish(nativeFinishReason)) {
    report(findings, 'finish-reason', 'breaking', `finish_reason is "${finishReason}"`, {
      finish_reason: finishReason,
    });
    return toldFault('finish-error', `the stream ended with finish_reason "${finishReason}"`, {}, context, findings);
  }
  if (finishReason === null && !(state.emptyFinish && done)) return unfinished(state, done, status, context, findings);
  return finishTurn(finishStream(state, context, findings), context, findings);
}

function unfinished(
  state: StreamState,
  done: boolean,
  status: number,
  context: ReadContext,
  findings: Findings,
): WireFault {
  if (!state.sawChoice && done) {
    report(findings, 'framing', 'breaking', 'the stream has no choice', 'data: [DONE]');
    return fault('malformed-response', 'the stream has no choice', { retryable: false, status }, context, findings);
  }
  checkCallsSoFar(state, context, findings);
  const what = 'the stream ended before its finish_reason';
  return fault('truncated-stream', what, { retryable: true, status }, context, findings);
}

/** The checks of calls apply to those of a broken stream, too. */
function checkCallsSoFar(state: StreamState, context: ReadContext, findings: Findings): void {
  if (state.sawDelta) readCalls(finishStream(state, context, findings).message, context, findings);
}

interface StreamEnd {
  /** The body of the error that ended the stream; null without one. */
  readonly error: Json | null;
  readonly done: boolean;
}

function readEvents(text: string, state: StreamState, context: ReadContext, findings: Findings): StreamEnd {
  let error: Json | null = null;
  let done = false;
  const onEvent = (event: EventSourceMessage): void => {
    if (error !== null) return;
    if (done) {
      report(findings, 'framing', 'cosmetic', 'events come after [DONE]', event.data);
    } else if (event.data.trim() === '[DONE]') {
      done = true;
    } else {
      error = readEvent(event, state, context, findings);
    }
  };
  const parser = createParser({
    onEvent,
    onError: (problem) => {
      if (problem.type !== 'unknown-field') return;
      report(findings, 'framing', 'breaking', 'a line of the stream is no field of an event', problem.line ?? '');
    },
  });
  parser.feed(text.startsWith('\uFEFF') ? text.slice(1) : text);
  // The rest of a stream that does not end with a blank line: a strict client drops it.
  const before = { done, error, chunks: state.chunks };
  parser.feed('\n\n');
  if (done !== before.done || error !== before.error || state.chunks !== before.chunks) {
    report(findings, 'framing', 'cosmetic', 'the last event has no blank line after it', text.slice(-160));
  }
  return { error, done };
}

/** Adds one event to the message; returns the error that it tells, or null. */
function readEvent(
  event: EventSourceMessage,
  state: StreamState,
  context: ReadContext,
  findings: Findings,
): Json | null {
  let chunk: unknown;
  try {
    chunk = JSON.parse(event.data);
  } catch {
    if (event.event === 'error') return event.data;
    report(findings, 'framing', 'breaking', 'the data of an event is not JSON', `data: ${event.data}`);
    return null;
  }
  state.chunks += 1;
  if (!isObject(chunk)) {
    if (event.event === 'error') return chunk as Json;
    report(findings, 'framing', 'breaking', 'the data of an event is no object', `data: ${event.data}`);
    return null;
  }
  const told = toldError(chunk, event.event);
  if (told !== null) return told;
  addChunk(state, chunk, context, findings);
  return null;
}

function toldError(chunk: JsonObject, event: string | undefined): Json | null {
  if (hasError(chunk) || event === 'error' || chunk['type'] === 'error' || chunk['object'] === 'error') return chunk;
  const { choices } = chunk;
  if (!Array.isArray(choices)) return null;
  const failed = choices.find((choice) => isObject(choice) && hasError(choice));
  return failed ?? null;
}

import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Reading } from '../../../domain/wire.ts';
import { hasError } from '../../errors/error-body.ts';
import { toldError } from '../../errors/fault.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readAnswerStream } from '../../sse/read-answer-stream.ts';
import type { StreamEvent } from '../../sse/each-event.ts';
import { finishResponse } from './finish-response.ts';
import { itemsIn } from './items-in.ts';
import { readCalls } from './read-calls.ts';
import { draftOf } from './response-draft.ts';
import { addEvent, startStream, streamedItems, type StreamState } from './stream-items.ts';

/** Reads a finished or cut event stream. */
export function readStream(text: string, status: number, context: ReadContext, findings: Findings): Reading {
  const state = startStream();
  return readAnswerStream(text, status, context, findings, {
    own: 'OpenAI Responses',
    what: 'a response',
    endSign: 'response.completed',
    hasBegun: () => state.created !== null || state.final !== null || state.items.size > 0,
    errorOf,
    add(event) {
      checkName(event, findings);
      addEvent(state, event.data, findings);
    },
    isOver: () => state.final !== null,
    checkCallsSoFar() {
      const items = [...state.items.values()].map(({ item }) => item).filter(isObject);
      if (items.length > 0) readCalls(streamedItems(state, []), context, findings);
    },
    finish() {
      const { final } = state;
      if (final === null) {
        if (state.created === null && text.trim() !== '') {
          report(findings, 'framing', 'breaking', 'the stream has no event of a response', text.slice(0, 160));
        }
        return null;
      }
      const failure = final['error'] ?? null;
      if (final['status'] === 'failed' && failure !== null) {
        return toldError('stream-error', 'the response failed', { error: failure }, context, findings);
      }
      return finishResponse(draftOf(final, chooseItems(state, final, findings)), context, findings);
    },
  });
}

/**
 * The error of an event: its fields stand in the event itself, `{ type: "error", code, message, param }`. Undefined for another
 * event.
 */
function errorOf({ name, data }: StreamEvent): Json | undefined {
  if (data['type'] !== 'error' && name !== 'error') {
    return hasError(data) && !asText(data['type']).startsWith('response.') ? data : undefined;
  }
  return hasError(data) ? data : { error: { ...data, type: data['code'] ?? 'error' } };
}

/** Reports an `event:` line that differs from the event's type: some clients read only that line. */
function checkName({ name, data }: StreamEvent, findings: Findings): void {
  const { type } = data;
  if (typeof type !== 'string' || name === undefined || name === type) return;
  report(findings, 'framing', 'degrading', `a ${type} event is called ${name}`, data);
}

/**
 * The items of the response: those of the last event, which holds all, or the streamed ones, because some gateways leave them
 * out of one of the two.
 */
function chooseItems(state: StreamState, final: JsonObject, findings: Findings): readonly JsonObject[] {
  const streamed = streamedItems(state, findings);
  const last = itemsIn(final['output'], findings);
  if (streamed.length === 0) {
    if (last.length > 0)
      report(findings, 'stream-deltas', 'degrading', 'items come at the end of the stream only', final);
    return last;
  }
  if (last.length < streamed.length) {
    report(findings, 'stream-deltas', 'breaking', 'the response at the end lacks items of the stream', final);
    return streamed;
  }
  const differs = streamed.some((item, i) => !saysTheSame(item, last[i]));
  if (differs) report(findings, 'stream-deltas', 'breaking', 'the response at the end differs from the stream', final);
  return last;
}

/** True when two forms of an item mean the same to a client. */
function saysTheSame(a: JsonObject, b: JsonObject | undefined): boolean {
  return ['type', 'call_id', 'name', 'arguments', 'input'].every((name) => deepEqual(a[name], b?.[name]));
}

import type { Json } from '../../../json/json.ts';
import type { Reading } from '../../../domain/wire.ts';
import { hasError } from '../../errors/error-body.ts';
import { fault, toldError } from '../../errors/fault.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { eachEvent, type StreamEvent } from '../../sse/each-event.ts';
import { addEvent, finishStream, startMessage, type MessageState } from './accumulate.ts';
import { finishMessage } from './finish-message.ts';
import { readCalls } from './read-calls.ts';

/** Reads a finished or cut event stream. */
export function readStream(text: string, status: number, context: ReadContext, findings: Findings): Reading {
  const state = startMessage();
  let error: Json | undefined;
  const over = eachEvent(
    text,
    {
      take({ name, data }) {
        if (error !== undefined) return false;
        checkName({ name, data }, findings);
        if (data['type'] === 'error' || name === 'error' || hasError(data)) {
          error = data;
          return false;
        }
        addEvent(state, data, findings);
        return state.over;
      },
      takeError(data) {
        error ??= data;
      },
    },
    findings,
  );
  if (error !== undefined) {
    checkCallsSoFar(state, context, findings);
    return toldError('stream-error', 'the gateway sent an error in the stream', error, context, findings);
  }
  if (state.message === null) {
    report(findings, 'framing', 'breaking', 'the stream has no event of a message', text.slice(0, 160));
    const what = 'the stream has no event of a message';
    return fault('malformed-response', what, { retryable: text.trim() === '', status }, context, findings);
  }
  if (state.stopReason === undefined || (state.saidMore && !state.over)) {
    if (state.over) report(findings, 'finish-reason', 'degrading', 'no stop_reason comes before message_stop', {});
    checkCallsSoFar(state, context, findings);
    const what = 'the stream ended before its stop_reason';
    return fault('truncated-stream', what, { retryable: true, status }, context, findings);
  }
  if (!over) report(findings, 'framing', 'cosmetic', 'the stream ends without message_stop', text.slice(-160));
  return finishMessage(finishStream(state, findings), context, findings);
}

/** Reports an event without an `event:` line, which Anthropic's own client drops. */
function checkName({ name, data }: StreamEvent, findings: Findings): void {
  const { type } = data;
  if (typeof type !== 'string' || name === type) return;
  const what = name === undefined ? `a ${type} event has no event line` : `a ${type} event is called ${name}`;
  report(findings, 'framing', 'breaking', what, data);
}

/** Reports faults of the calls of a stream that broke off. */
function checkCallsSoFar(state: MessageState, context: ReadContext, findings: Findings): void {
  if (state.blocks.length > 0) readCalls(finishStream(state, findings), context, findings);
}

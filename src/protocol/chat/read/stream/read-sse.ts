import type { Json } from '../../../../json/json.ts';
import type { Reading, WireFault } from '../../../../domain/wire.ts';
import { addChunk, endSoFar, finishStream, sawDelta, startStream, type StreamState } from './accumulate.ts';
import { fault, toldError } from '../../../errors/fault.ts';
import { report, type Findings } from '../../../findings.ts';
import { endMeaning } from '../../../reading/end-words.ts';
import { finishTurn } from '../finish-turn.ts';
import { readCalls } from '../read-calls.ts';
import { readEvents } from './read-events.ts';
import type { ReadContext } from '../../../read-context.ts';

/** Reads a finished or cut event stream. */
export function readSse(text: string, status: number, context: ReadContext, findings: Findings): Reading {
  const state = startStream();
  const { error, done, foreign } = readEvents(text, findings, (chunk) => addChunk(state, chunk, context, findings));
  if (error !== null) {
    checkCallsSoFar(state, context, findings);
    return toldError('stream-error', 'the gateway sent an error in the stream', error, context, findings);
  }
  if (!done) report(findings, 'framing', 'cosmetic', 'the stream ends without [DONE]', text.slice(-160));
  const { finishReason, nativeFinishReason, emptyFinish } = endSoFar(state);
  if (endMeaning(finishReason) === 'failed' && endMeaning(nativeFinishReason) !== 'malformed-call') {
    const evidence: Json = { finish_reason: finishReason };
    report(findings, 'finish-reason', 'breaking', `finish_reason is "${finishReason}"`, evidence);
    return toldError('finish-error', `the stream ended with finish_reason "${finishReason}"`, {}, context, findings);
  }
  if (finishReason === null && !(emptyFinish && done))
    return unfinished(state, done, foreign, status, context, findings);
  return finishTurn(finishStream(state, context, findings), context, findings);
}

function unfinished(
  state: StreamState,
  done: boolean,
  foreign: string | null,
  status: number,
  context: ReadContext,
  findings: Findings,
): WireFault {
  if (state.choices.size === 0 && (done || foreign !== null)) {
    const what =
      foreign === null ? 'the stream has no choice' : `the stream is an answer of ${foreign}, not a chat completion`;
    report(findings, 'framing', 'breaking', what, 'data: …');
    return fault('malformed-response', what, { retryable: false, status }, context, findings);
  }
  checkCallsSoFar(state, context, findings);
  const what = 'the stream ended before its finish_reason';
  return fault('truncated-stream', what, { retryable: true, status }, context, findings);
}

/** Reports faults of the calls of a stream that broke off. */
function checkCallsSoFar(state: StreamState, context: ReadContext, findings: Findings): void {
  if (sawDelta(state)) readCalls(finishStream(state, context, findings).message, context, findings);
}

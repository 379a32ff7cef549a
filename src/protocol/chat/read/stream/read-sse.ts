import type { Json } from '../../../../json/json.ts';
import type { Reading } from '../../../../domain/wire.ts';
import { addChunk, endSoFar, finishStream, sawDelta, startStream } from './accumulate.ts';
import { fault, toldError } from '../../../errors/fault.ts';
import { report, type Findings } from '../../../findings.ts';
import { endMeaning } from '../../../reading/end-words.ts';
import { endAnswerStream, foreignStream } from '../../../sse/read-answer-stream.ts';
import { finishTurn } from '../finish-turn.ts';
import { readCalls } from '../read-calls.ts';
import { readEvents } from './read-events.ts';
import type { ReadContext } from '../../../read-context.ts';

/** Reads a finished or cut event stream. */
export function readSse(text: string, status: number, context: ReadContext, findings: Findings): Reading {
  const state = startStream();
  const { error, done, foreign } = readEvents(text, findings, (chunk) => addChunk(state, chunk, context, findings));
  return endAnswerStream(error ?? undefined, status, context, findings, {
    endSign: 'finish_reason',
    checkCallsSoFar() {
      if (sawDelta(state)) readCalls(finishStream(state, context, findings).message, context, findings);
    },
    finish() {
      if (!done) report(findings, 'framing', 'cosmetic', 'the stream ends without [DONE]', text.slice(-160));
      const { finishReason, nativeFinishReason, emptyFinish } = endSoFar(state);
      if (endMeaning(finishReason) === 'failed' && endMeaning(nativeFinishReason) !== 'malformed-call') {
        const evidence: Json = { finish_reason: finishReason };
        report(findings, 'finish-reason', 'breaking', `finish_reason is "${finishReason}"`, evidence);
        const what = `the stream ended with finish_reason "${finishReason}"`;
        return toldError('finish-error', what, {}, context, findings);
      }
      if (finishReason !== null || (emptyFinish && done)) {
        return finishTurn(finishStream(state, context, findings), context, findings);
      }
      if (state.choices.size === 0 && foreign !== null)
        return foreignStream(foreign, 'a chat completion', status, context, findings);
      if (state.choices.size > 0 || !done) return null;
      const what = 'the stream has no choice';
      report(findings, 'framing', 'breaking', what, 'data: …');
      return fault('malformed-response', what, { retryable: false, status }, context, findings);
    },
  });
}

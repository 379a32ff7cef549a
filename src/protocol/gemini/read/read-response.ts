import { isObject, type Json } from '../../../json/json.ts';
import type { RawResponse, Reading } from '../../../domain/wire.ts';
import { hasError } from '../../errors/error-body.ts';
import { describeStranger } from '../../errors/foreign-body.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readAnswer, readStranger } from '../../reading/read-answer.ts';
import { readAnswerStream } from '../../sse/read-answer-stream.ts';
import { addChunk, finishAnswer as draftOf, startAnswer } from './collect-chunks.ts';
import { finishAnswer } from './finish-answer.ts';
import { readCalls } from './read-calls.ts';

/**
 * Reads a response of Gemini: the answer, or why it cannot be judged, with all wire findings. Never throws, whatever the bytes
 * are.
 */
export function readResponse(response: RawResponse, context: ReadContext): Reading {
  return readAnswer(response, context, {
    own: 'Gemini',
    what: 'an answer of Gemini',
    json: readBody,
    events: readStream,
  });
}

function readBody(value: Json, status: number, context: ReadContext, findings: Findings): Reading {
  // Gemini streams a list of chunks where the request did not ask for events (`alt=sse`).
  const chunks = Array.isArray(value) && value.every(isAnswer) && value.length > 0 ? value : [value];
  if (chunks.every(isAnswer)) {
    const state = startAnswer();
    for (const chunk of chunks) if (isObject(chunk)) addChunk(state, chunk, findings);
    return finishAnswer(draftOf(state), context, findings);
  }
  return readStranger(value, describe, status, context, findings);
}

function isAnswer(value: Json): boolean {
  if (!isObject(value) || hasError(value)) return false;
  const { candidates, promptFeedback: feedback } = value;
  return (Array.isArray(candidates) && candidates.length > 0) || (isObject(feedback) && 'blockReason' in feedback);
}

function describe(value: Json): string {
  if (isObject(value) && Array.isArray(value['candidates'])) return 'the answer has no candidate';
  return describeStranger(value, 'Gemini', 'an answer of Gemini', 'candidates');
}

function readStream(text: string, status: number, context: ReadContext, findings: Findings): Reading {
  const state = startAnswer();
  return readAnswerStream(text, status, context, findings, {
    own: 'Gemini',
    what: 'an answer of Gemini',
    endSign: 'finishReason',
    hasBegun: () => state.sawCandidate,
    errorOf: ({ name, data }) => (hasError(data) || name === 'error' ? data : undefined),
    add: ({ data }) => addChunk(state, data, findings),
    // Gemini has no end marker, so only the end of the body ends a stream.
    isOver: () => false,
    checkCallsSoFar() {
      if (state.parts.length > 0) readCalls(state.parts, context, findings);
    },
    finish() {
      if (state.finishReason !== undefined || state.blockReason !== null) {
        return finishAnswer(draftOf(state), context, findings);
      }
      if (!state.sawCandidate && text.trim() !== '') {
        report(findings, 'framing', 'breaking', 'the stream has no candidate', text.slice(0, 160));
      }
      return null;
    },
  });
}

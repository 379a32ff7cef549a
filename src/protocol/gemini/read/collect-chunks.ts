import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { report, type Findings } from '../../findings.ts';
import type { AnswerDraft } from './answer-draft.ts';
import { joinCall } from './join-call.ts';

/** The answer so far. A response without streaming is one chunk. */
export interface AnswerState {
  readonly parts: JsonObject[];
  finishReason: Json | undefined;
  finishMessage: string;
  usage: Json | undefined;
  servedModel: string | null;
  blockReason: string | null;
  sawCandidate: boolean;
}

/** The state before the first chunk. */
export function startAnswer(): AnswerState {
  return {
    parts: [],
    finishReason: undefined,
    finishMessage: '',
    usage: undefined,
    servedModel: null,
    blockReason: null,
    sawCandidate: false,
  };
}

/** Adds a chunk that holds no error. */
export function addChunk(state: AnswerState, chunk: JsonObject, findings: Findings): void {
  const { candidates, usageMetadata: usage, modelVersion: model, promptFeedback: feedback } = chunk;
  // Token counts grow from chunk to chunk. An empty object changes nothing.
  if (isObject(usage) && Object.keys(usage).length > 0) state.usage = usage;
  if (typeof model === 'string' && model !== '') state.servedModel = model;
  if (isObject(feedback) && typeof feedback['blockReason'] === 'string') state.blockReason = feedback['blockReason'];
  if (Array.isArray(candidates)) {
    for (const candidate of candidates) {
      if (isObject(candidate)) addCandidate(state, candidate, findings);
      else report(findings, 'call-shape', 'breaking', 'a candidate is no object', chunk);
    }
  } else if (!isObject(usage) && !isObject(feedback)) {
    report(findings, 'framing', 'breaking', 'a chunk has no candidates', chunk);
  }
}

function addCandidate(state: AnswerState, candidate: JsonObject, findings: Findings): void {
  const { index, content, finishReason: reason } = candidate;
  if (index !== undefined && index !== 0) {
    report(findings, 'stream-index', 'breaking', `a candidate has the index ${JSON.stringify(index)}`, candidate);
    return;
  }
  state.sawCandidate = true;
  const parts = isObject(content) ? (content['parts'] ?? []) : [];
  if (!Array.isArray(parts)) report(findings, 'call-shape', 'breaking', 'content.parts is not a list', candidate);
  else {
    if (state.finishReason !== undefined && parts.length > 0) {
      report(findings, 'stream-deltas', 'degrading', 'a part comes after the finishReason', candidate);
      // A part after the finish reason shows that the answer had not ended, so it needs another finish reason.
      if (reason === undefined) state.finishReason = undefined;
    }
    // Parts of one chunk are different parts, so only the first may continue the part before.
    for (const [place, part] of parts.entries()) addPart(state.parts, part, place === 0, findings);
  }
  const message = asText(candidate['finishMessage']);
  if (message !== '') state.finishMessage = message;
  if (reason === undefined || reason === null) return;
  if (typeof state.finishReason === 'string' && state.finishReason !== reason) {
    const said = `finishReason "${state.finishReason}" is followed by ${JSON.stringify(reason)}`;
    report(findings, 'finish-reason', 'degrading', said, candidate);
  }
  state.finishReason = reason;
}

function addPart(parts: JsonObject[], part: Json, opensChunk: boolean, findings: Findings): void {
  if (!isObject(part)) {
    report(findings, 'call-shape', 'breaking', 'content.parts has an entry that is no part', part);
    return;
  }
  const last = parts.at(-1);
  const joined = joinCall(last, part, findings);
  if (joined !== null) {
    if (last !== undefined && asText(callName(part)) === '') parts[parts.length - 1] = joined;
    else parts.push(joined);
    return;
  }
  if (last !== undefined && opensChunk && goesOn(last, part))
    parts[parts.length - 1] = { ...last, text: asText(last['text']) + asText(part['text']) };
  else if (last === undefined || !isEmptyText(part)) parts.push(part);
}

/** True for an empty text part, which Gemini sends at the end of a stream. */
function isEmptyText(part: JsonObject): boolean {
  return part['text'] === '' && Object.keys(part).length === 1;
}

function callName(part: JsonObject): Json | undefined {
  return isObject(part['functionCall']) ? part['functionCall']['name'] : undefined;
}

/**
 * True when a part continues the text of the part before. Both must hold text alone, because a signature belongs to its own
 * part.
 */
function goesOn(last: JsonObject, part: JsonObject): boolean {
  if (typeof last['text'] !== 'string' || typeof part['text'] !== 'string') return false;
  const isPlain = (one: JsonObject): boolean => Object.keys(one).every((key) => key === 'text' || key === 'thought');
  return isPlain(last) && isPlain(part) && (last['thought'] === true) === (part['thought'] === true);
}

export function finishAnswer(state: AnswerState): AnswerDraft {
  const { finishReason, finishMessage, usage, servedModel, blockReason } = state;
  return { parts: state.parts.map(closed), finishReason, finishMessage, usage, servedModel, blockReason };
}

/** The part without the mark of an open call, because the end of the stream ends the call. */
function closed(part: JsonObject): JsonObject {
  const { functionCall: call } = part;
  if (!isObject(call) || !('willContinue' in call)) return part;
  const { willContinue: _, ...rest } = call;
  return { ...part, functionCall: rest };
}

import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { RawResponse, Reading } from '../../../domain/wire.ts';
import { hasError } from '../../errors/error-body.ts';
import { describeStranger } from '../../errors/foreign-body.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readAnswer, readStranger } from '../../reading/read-answer.ts';
import { blocksOf } from './check-blocks.ts';
import { finishMessage } from './finish-message.ts';
import { readStream } from './read-stream.ts';

/**
 * Reads a response of the Messages API: the answer, or why it cannot be judged, with all wire findings. Never throws, whatever
 * the bytes are.
 */
export function readResponse(response: RawResponse, context: ReadContext): Reading {
  return readAnswer(response, context, {
    own: 'Anthropic Messages',
    what: 'a message',
    json: readMessage,
    events: readStream,
  });
}

function readMessage(value: Json, status: number, context: ReadContext, findings: Findings): Reading {
  if (isObject(value) && Array.isArray(value['content']) && !hasError(value)) {
    return readContent(value, value['content'], context, findings);
  }
  return readStranger(value, describe, status, context, findings);
}

function readContent(value: JsonObject, content: readonly Json[], context: ReadContext, findings: Findings): Reading {
  if (value['type'] !== 'message' || value['role'] !== 'assistant') {
    const said = JSON.stringify({ type: value['type'] ?? null, role: value['role'] ?? null });
    report(findings, 'call-shape', 'degrading', `the body says ${said} of itself`, value);
  }
  const { model } = value;
  const draft = {
    blocks: blocksOf(content, findings),
    inputText: new Map<JsonObject, string>(),
    stopReason: value['stop_reason'],
    usage: value['usage'],
    servedModel: typeof model === 'string' && model !== '' ? model : null,
  };
  return finishMessage(draft, context, findings);
}

function describe(value: Json): string {
  return describeStranger(value, 'Anthropic Messages', 'a message', 'content list');
}

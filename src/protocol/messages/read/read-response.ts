import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { RawResponse, Reading } from '../../../domain/wire.ts';
import { hasError, looksLikeError } from '../../errors/error-body.ts';
import { fault, toldError } from '../../errors/fault.ts';
import { readStatusError } from '../../errors/read-error.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { unreadable } from '../../reading/unreadable.ts';
import { checkMode, decodeBody } from '../../sse/decode-body.ts';
import { blocksOf } from './check-blocks.ts';
import { finishMessage } from './finish-message.ts';
import { readStream } from './read-stream.ts';

/**
 * Reads one response of the Messages API: what the model said, or why it cannot be judged, with every finding on the wire.
 * Never throws, whatever the bytes are.
 */
export function readResponse(response: RawResponse, context: ReadContext): Reading {
  const findings: Findings = [];
  const body = decodeBody(response, findings);
  if (response.status < 200 || response.status > 299) return readStatusError(response, body, context, findings);
  if (body.kind !== 'json' && body.kind !== 'sse') {
    return unreadable(body, response.status, 'a message', context, findings);
  }
  const reading =
    body.kind === 'json'
      ? readMessage(body.value, response.status, context, findings)
      : readStream(body.text, response.status, context, findings);
  if (reading.ok || body.kind === 'sse') checkMode(response, body.kind, context.stream, findings);
  return reading;
}

function readMessage(value: Json, status: number, context: ReadContext, findings: Findings): Reading {
  if (isObject(value) && Array.isArray(value['content']) && !hasError(value)) {
    return readContent(value, value['content'], context, findings);
  }
  if (looksLikeError(value)) {
    report(findings, 'error-shape', 'breaking', `an error comes with status ${status}`, value);
    return toldError('provider-error', `the gateway answered ${status} with an error`, value, context, findings);
  }
  const what = describeStranger(value);
  report(findings, 'framing', 'breaking', what, value);
  return fault('malformed-response', what, { retryable: false, status }, context, findings);
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

function describeStranger(value: Json): string {
  if (value === null) return 'the body is null';
  if (!isObject(value)) return `the body is ${Array.isArray(value) ? 'an array' : `a JSON ${typeof value}`}`;
  return 'the body is JSON, but no message: it has no content list';
}

import type { RawResponse, Reading } from '../../../domain/wire.ts';
import { checkMode, decodeBody, type DecodedBody } from '../../sse/decode-body.ts';
import { readError } from '../../errors/error-body.ts';
import { fault } from '../../errors/fault.ts';
import { report, type Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readStatusError } from '../../errors/read-error.ts';
import { readJson } from './read-json.ts';
import { readSse } from './read-sse.ts';
import { messageOfMalformedCall } from './echo-malformed-call.ts';
import { retiredNotice } from '../../errors/retired-notice.ts';

/**
 * Reads one response: what the model said, or why it cannot be judged, with every finding on the wire.
 * Pure: the same response and context give the same reading, live and in a replay. Never throws, whatever the bytes are.
 */
export function readResponse(response: RawResponse, context: ReadContext): Reading {
  const findings: Findings = [];
  const body = decodeBody(response, findings);
  if (response.status < 200 || response.status > 299) {
    return readStatusError(response, body, context, findings, (call) => [messageOfMalformedCall(call)]);
  }
  if (body.kind !== 'json' && body.kind !== 'sse') return unreadable(body, response.status, context, findings);
  const reading =
    body.kind === 'json'
      ? readJson(body.value, response.status, context, findings)
      : readSse(body.text, response.status, context, findings);
  if (reading.ok || body.kind === 'sse') checkMode(response, body.kind, context.stream, findings);
  return reading.ok ? (retiredNotice(reading, context) ?? reading) : reading;
}

const KINDS = { html: 'an HTML page', text: 'plain text', binary: 'binary data', empty: 'nothing' } as const;

function unreadable(
  body: Extract<DecodedBody, { kind: keyof typeof KINDS }>,
  status: number,
  context: ReadContext,
  findings: Findings,
): Reading {
  const what = `the body is ${KINDS[body.kind]}, not a chat completion`;
  report(findings, 'framing', 'breaking', what, body.text);
  // An empty body is a connection that was closed; a page is there again when asked again.
  const retryable = body.kind === 'empty';
  return fault(
    'malformed-response',
    what,
    { text: readError(body.text).message, retryable, status },
    context,
    findings,
  );
}

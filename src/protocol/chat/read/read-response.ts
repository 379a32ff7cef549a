import type { RawResponse, Reading } from '../../../domain/wire.ts';
import { checkMode, decodeBody } from '../../sse/decode-body.ts';
import type { Findings } from '../../findings.ts';
import type { ReadContext } from '../../read-context.ts';
import { readStatusError } from '../../errors/read-error.ts';
import { unreadable } from '../../reading/unreadable.ts';
import { readJson } from './read-json.ts';
import { readSse } from './stream/read-sse.ts';
import { retiredNotice } from '../../errors/retired-notice.ts';

/**
 * Reads one response: what the model said, or why it cannot be judged, with every finding on the wire.
 * Pure: the same response and context give the same reading, live and in a replay. Never throws, whatever the bytes are.
 */
export function readResponse(response: RawResponse, context: ReadContext): Reading {
  const findings: Findings = [];
  const body = decodeBody(response, findings);
  if (response.status < 200 || response.status > 299) return readStatusError(response, body, context, findings);
  if (body.kind !== 'json' && body.kind !== 'sse')
    return unreadable(body, response.status, 'a chat completion', context, findings);
  const reading =
    body.kind === 'json'
      ? readJson(body.value, response.status, context, findings)
      : readSse(body.text, response.status, context, findings);
  if (reading.ok || body.kind === 'sse') checkMode(response, body.kind, context.stream, findings);
  return reading.ok ? (retiredNotice(reading, context) ?? reading) : reading;
}

import type { Json } from '../../json/json.ts';
import type { RawResponse, Reading } from '../../domain/wire.ts';
import { looksLikeError } from '../errors/error-body.ts';
import { fault, toldError } from '../errors/fault.ts';
import { readStatusError } from '../errors/read-error.ts';
import { retiredNotice } from '../errors/retired-notice.ts';
import { report, type Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';
import { checkMode, decodeBody } from '../sse/decode-body.ts';
import { readUnreadable } from './unreadable.ts';

type ReadBody<Body> = (body: Body, status: number, context: ReadContext, findings: Findings) => Reading;

/** A protocol's readers for the body of a 2xx response. */
export interface BodyReaders {
  /** Name of the API, as foreign bodies are named. */
  readonly own: string;
  /** Name of an answer in messages: `a chat completion`. */
  readonly what: string;
  readonly json: ReadBody<Json>;
  readonly events: ReadBody<string>;
}

/**
 * Reads a response: the answer, or why it cannot be judged, with all wire findings. Pure: the same response and context give
 * the same reading, live and in a replay. Never throws, whatever the bytes are.
 */
export function readAnswer(
  response: RawResponse,
  context: ReadContext,
  { own, what, json, events }: BodyReaders,
): Reading {
  const findings: Findings = [];
  const { status } = response;
  const body = decodeBody(response, findings);
  if (status < 200 || status > 299) return readStatusError(response, body, context, findings);
  if (body.kind !== 'json' && body.kind !== 'sse')
    return readUnreadable(body, status, { own, what }, context, findings);
  const reading =
    body.kind === 'json' ? json(body.value, status, context, findings) : events(body.text, status, context, findings);
  if (reading.ok || body.kind === 'sse') checkMode(response, body.kind, context.stream, findings);
  return reading.ok ? (retiredNotice(reading, context) ?? reading) : reading;
}

/** The fault of a JSON body that is no answer of the protocol: an error with a 2xx status, or else the sentence `stranger`. */
export function readStranger(
  value: Json,
  stranger: (value: Json) => string,
  status: number,
  context: ReadContext,
  findings: Findings,
): Reading {
  if (looksLikeError(value)) {
    report(findings, 'error-shape', 'breaking', `an error comes with status ${status}`, value);
    return toldError('provider-error', `the gateway answered ${status} with an error`, value, context, findings);
  }
  const what = stranger(value);
  report(findings, 'framing', 'breaking', what, value);
  return fault('malformed-response', what, { retryable: false, status }, context, findings);
}

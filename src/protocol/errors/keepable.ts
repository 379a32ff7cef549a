import { isObject } from '../../json/json.ts';
import type { CapturedExchange } from '../../domain/recording.ts';
import type { RawResponse, Reading, TrialError } from '../../domain/wire.ts';
import { decodeBody } from '../sse/decode-body.ts';
import { protocolAt } from '../protocols.ts';
import { classifyError } from './classify-error.ts';
import { hasError, readError } from './error-body.ts';

/**
 * True for an error with which a cassette keeps the trial. Such an error answers the request itself rather than the moment, or
 * the answer was complete. An error status from a content filter is not kept.
 */
export function isKeptError({ code, status }: Pick<TrialError, 'code' | 'status'>): boolean {
  if (code === 'refused' || code === 'garbled') return true;
  return code === 'filtered' && (status === null || (status >= 200 && status <= 299));
}

/** True for a reading whose response a cassette keeps. */
export function isKept(reading: Reading): boolean {
  return reading.ok || isKeptError(reading.error);
}

/** True for an exchange that the tape of a program keeps: its body is complete, and a cassette would keep the response. */
export function isKeepable({ complete, endpoint, request, response }: CapturedExchange): boolean {
  if (!complete) return false;
  const protocol = protocolAt(endpoint);
  if (protocol === null) return isKeptElsewhere(response);
  return isKept(protocol.read(response, protocol.contextOf({ endpoint, body: request }, 1)));
}

/** True for a response to keep from an endpoint of no protocol, such as embeddings or the list of models. */
function isKeptElsewhere(response: RawResponse): boolean {
  const body = decodeBody(response, []);
  const value = body.kind === 'json' ? body.value : body.text;
  const { status } = response;
  if (status >= 200 && status <= 299) return !(isObject(value) && hasError(value));
  return isKeptError({ code: classifyError(status, readError(value), false).code, status });
}

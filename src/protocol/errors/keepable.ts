import { isObject } from '../../json/json.ts';
import type { CapturedExchange } from '../../domain/recording.ts';
import type { RawResponse, Reading, TrialError } from '../../domain/wire.ts';
import { decodeBody } from '../sse/decode-body.ts';
import { protocolAt } from '../protocols.ts';
import { classifyError } from './classify-error.ts';
import { hasError, readError } from './error-body.ts';

/**
 * Whether a cassette keeps a trial that ends in this error: the error answers the request and not the moment, or the answer was
 * complete. An error status from a content filter is not kept.
 */
export function isKeptError({ code, status }: Pick<TrialError, 'code' | 'status'>): boolean {
  if (code === 'refused' || code === 'garbled') return true;
  return code === 'filtered' && (status === null || (status >= 200 && status <= 299));
}

/** Whether a cassette keeps a response that reads like this. */
export function isKept(reading: Reading): boolean {
  return reading.ok || isKeptError(reading.error);
}

/** Whether a tape keeps an exchange of a program: a response that a cassette keeps, with a body that came whole. */
export function isKeepable({ complete, endpoint, request, response }: CapturedExchange): boolean {
  if (!complete) return false;
  const protocol = protocolAt(endpoint);
  if (protocol === null) return isKeptElsewhere(response);
  return isKept(protocol.read(response, protocol.contextOf({ endpoint, body: request }, 1)));
}

/** Whether a response of an endpoint of no protocol (embeddings, a list of models) is kept. */
function isKeptElsewhere(response: RawResponse): boolean {
  const body = decodeBody(response, []);
  const value = body.kind === 'json' ? body.value : body.text;
  const { status } = response;
  if (status >= 200 && status <= 299) return !(isObject(value) && hasError(value));
  return isKeptError({ code: classifyError(status, readError(value), false).code, status });
}

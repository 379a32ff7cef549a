import { isObject } from '../../json/json.ts';
import type { CapturedExchange } from '../../domain/recording.ts';
import type { RawResponse, Reading, TrialError } from '../../domain/wire.ts';
import { decodeBody } from '../sse/decode-body.ts';
import { protocolAt } from '../protocols.ts';
import { classifyError } from './classify-error.ts';
import { hasError, readError } from './error-body.ts';

/**
 * Whether a trial that ends in this error is kept: an answer to this request rather than to this moment, or one that came to its
 * end. A filter that answers with an error status says nothing of the kind.
 */
export function isKeptError({ code, status }: Pick<TrialError, 'code' | 'status'>): boolean {
  if (code === 'refused' || code === 'garbled') return true;
  return code === 'filtered' && (status === null || (status >= 200 && status <= 299));
}

/** Whether a cassette keeps a response that reads like this. */
export function isKept(reading: Reading): boolean {
  return reading.ok || isKeptError(reading.error);
}

/** The same for an exchange of a program that brings its own client: its body has to be whole, too. */
export function isKeepable({ complete, endpoint, request, response }: CapturedExchange): boolean {
  if (!complete) return false;
  const protocol = protocolAt(endpoint);
  if (protocol === null) return isKeptElsewhere(response);
  return isKept(protocol.read(response, protocol.contextOf({ endpoint, body: request }, 1)));
}

/** An endpoint of no protocol: embeddings, a list of models. */
function isKeptElsewhere(response: RawResponse): boolean {
  const body = decodeBody(response, []);
  const value = body.kind === 'json' ? body.value : body.text;
  const { status } = response;
  if (status >= 200 && status <= 299) return !(isObject(value) && hasError(value));
  return isKeptError({ code: classifyError(status, readError(value), false).code, status });
}

import { isObject } from '../../json/json.ts';
import type { CapturedExchange } from '../../domain/recording.ts';
import type { RawResponse, Reading, TrialErrorCode } from '../../domain/wire.ts';
import { decodeBody } from '../sse/decode-body.ts';
import { protocolAt } from '../protocols.ts';
import { classifyStatus } from './classify-error.ts';
import { hasError, readError } from './error-body.ts';

/** Errors that answer this request rather than this moment: asking again would give them again. */
const KEPT: ReadonlySet<TrialErrorCode> = new Set(['refused']);

/** Whether a trial that ends in this error is kept. */
export function isKeptError(code: TrialErrorCode): boolean {
  return KEPT.has(code);
}

/** Whether a cassette keeps a response that reads like this. */
export function isKept(reading: Reading): boolean {
  return reading.ok || isKeptError(reading.error.code);
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
  return isKeptError(classifyStatus(status, readError(value)).code);
}

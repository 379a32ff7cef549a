import type { JsonObject } from '../../json/json.ts';
import { textBody } from '../../cassette/format/body.ts';
import { redactResponse } from '../../cassette/format/redact-response.ts';
import type { RawResponse } from '../../domain/wire.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import type { Redactor } from '../../redact/redact.ts';

/** What came back: status, content type and body as text, after content decoding. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** One recorded HTTP exchange, from whatever file it came; redacted. */
export interface Exchange {
  /** The input's own id, else `file#n`. */
  readonly id: string;
  /** The file, or what the input names as its source. */
  readonly source: string;
  readonly protocol: Protocol;
  /** Who answered, for the name of the gateway: `api.openai.com`. */
  readonly host: string;
  /** Path of the request; `''` where it was not recorded. */
  readonly path: string;
  /** Null where it was not recorded. */
  readonly request: JsonObject | null;
  readonly response: RawResponse;
}

/** An input that no scenario can be made of. */
export interface Refused {
  readonly id: string;
  readonly source: string;
  /** What is wrong with it: a sentence without a full stop. */
  readonly refused: string;
}

/** An answer as a cassette keeps it. */
export function responseOf(
  { status, contentType, body }: ReceivedAnswer,
  protocol: Protocol,
  redactor: Redactor,
): RawResponse {
  const headers: { readonly [name: string]: string } = contentType === '' ? {} : { 'content-type': contentType };
  const received = { status, headers, body: textBody(body, contentType) };
  return redactResponse(received, redactor, protocol.recording);
}

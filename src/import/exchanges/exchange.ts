import { textBody } from '../../cassette/format/body.ts';
import { redactResponse } from '../../cassette/format/redact-response.ts';
import type { RawResponse } from '../../domain/wire.ts';
import type { Protocol } from '../../protocol/protocol.ts';
import type { Redactor } from '../../redact/redact.ts';
import type { Exchange } from '../../traffic/exchange.ts';
import type * as stitched from '../../traffic/stitch.ts';

/** Status, content type and body (as text, after content decoding) of an answer. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** One recorded HTTP exchange from any kind of file, redacted. */
export interface InputExchange extends Exchange {
  /** Id in the input, else `file#n`. */
  readonly id: string;
}

export type ReadInput = stitched.ReadExchange<InputExchange>;
export type InputStep = stitched.StitchedStep<InputExchange>;
export type InputConversation = stitched.Conversation<InputExchange>;

/** An input that cannot become a scenario. */
export interface Refused {
  readonly id: string;
  readonly source: string;
  /** The reason, as a sentence without a full stop. */
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

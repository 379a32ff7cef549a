import type { JsonObject } from '../json/json.ts';
import type { RawResponse } from '../domain/wire.ts';
import type { Protocol } from '../protocol/protocol.ts';

/** One HTTP request to a model with its response, in any protocol. */
export interface Exchange {
  readonly protocol: Protocol;
  /** Host of the request: `api.openai.com`. Exchanges with different hosts never form a conversation. */
  readonly host: string;
  /** The file or program that the exchange comes from. */
  readonly source: string;
  /** Path of the request; `''` where the source did not record it. */
  readonly path: string;
  /** Body of the request; null where the source did not record it. */
  readonly request: JsonObject | null;
  readonly response: RawResponse;
}

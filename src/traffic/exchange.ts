import type { JsonObject } from '../json/json.ts';
import type { RawResponse } from '../domain/wire.ts';
import type { Protocol } from '../protocol/protocol.ts';

/** One HTTP request to a model and its response, in any protocol. */
export interface Exchange {
  readonly protocol: Protocol;
  /** Who answered: `api.openai.com`. Exchanges with different hosts are no conversation. */
  readonly host: string;
  /** The file or program that it comes from. */
  readonly source: string;
  /** Path of the request; `''` where it was not recorded. */
  readonly path: string;
  /** Null where it was not recorded. */
  readonly request: JsonObject | null;
  readonly response: RawResponse;
}

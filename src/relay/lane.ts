import type { ProtocolName } from '../domain/protocol.ts';

/** A pair of protocols to test: the client sends `in` to the gateway, and the gateway sends `out` to the upstream. */
export interface Lane {
  readonly name: string;
  readonly in: ProtocolName;
  readonly out: ProtocolName;
  /** Name of the model in the client's requests. */
  readonly model: string;
  /** URL of the gateway, to which the endpoint is added: `http://127.0.0.1:8787/v1`. */
  readonly baseUrl: string;
  /** Headers of every request: those of `gateway` and of the lane, and the key. */
  readonly headers: { readonly [name: string]: string };
}

/** A configured relay. */
export interface RelayConfig {
  readonly file: string;
  /** Port of the upstream; 0 for any free port. */
  readonly port: number;
  readonly lanes: readonly Lane[];
  /** Milliseconds that the client waits for an answer. */
  readonly timeoutMs: number;
  /** Values of the environment variables that the configuration names. All output hides them. */
  readonly secrets: readonly string[];
}

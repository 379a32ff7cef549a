import type { ProtocolName } from '../domain/protocol.ts';

/** One way through the gateway: what the client speaks, and what the gateway speaks to the upstream. */
export interface Lane {
  readonly name: string;
  readonly in: ProtocolName;
  readonly out: ProtocolName;
  /** As the client asks for it. */
  readonly model: string;
  /** Without an endpoint at its end: `http://127.0.0.1:8787/v1`. */
  readonly baseUrl: string;
  /** Of the gateway and the lane, the key among them. */
  readonly headers: { readonly [name: string]: string };
}

/** A configured relay. */
export interface RelayConfig {
  readonly file: string;
  /** Where the upstream listens; 0 takes any free port. */
  readonly port: number;
  readonly lanes: readonly Lane[];
  /** Milliseconds until an answer that does not come is given up. */
  readonly timeoutMs: number;
  /** Values of variables that the configuration names: they are hidden in everything that is printed. */
  readonly secrets: readonly string[];
}

import type { JsonObject } from '../json/json.ts';
import type { ProtocolName } from './protocol.ts';
import type { AgentProgram } from './agents/agent.ts';
import type { Configured } from './server.ts';

/** A base URL, a key and options that serve models over one protocol. */
export interface Gateway {
  readonly name: string;
  readonly protocol: ProtocolName;
  /** Null for the sandbox, whose address is known once it listens. */
  readonly baseUrl: string | null;
  /** The variable that holds the key; null when no key is needed. */
  readonly apiKeyEnv: string | null;
  /** Where the key goes: the header that the protocol's own API takes, or `Authorization: Bearer` whatever the protocol. */
  readonly auth: 'native' | 'bearer';
  /** Requests in flight at once; null is bounded by the run's concurrency alone. */
  readonly concurrency: number | null;
  /** Requests a minute; null is without limit. */
  readonly rpm: number | null;
  readonly sandbox: boolean;
  /** Extra request headers of the gateway, never part of a key. */
  readonly headers: { readonly [name: string]: Configured };
}

/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** What is asked: an alias of the config, or `name@gateway`. */
export interface Model {
  /** As the user lists it; names the cassette and the row of the table. */
  readonly name: string;
  /** As the gateway calls it: the request's `model`. */
  readonly servedAs: string;
  readonly gateway: Gateway;
  readonly price: Price | null;
  /** Parameters left out of the request. */
  readonly omit: readonly string[];
  /** Parameters sent under another name: `{ max_tokens: 'max_completion_tokens' }`. */
  readonly rename: { readonly [name: string]: string };
  /** The model and the label of `--tools-from` that it is made of: `gpt-4o+a`. Absent for a model of its own. */
  readonly definitions?: { readonly model: string; readonly label: string };
  /** Sent with every request to this model; the scenario's `request` wins. */
  readonly request: JsonObject;
  /** Set where a program asks in its place; its first gateway is that of the model. */
  readonly agent?: AgentProgram;
}

import type { JsonObject } from '../json/json.ts';
import type { ProtocolName } from './protocol.ts';
import type { AgentProgram } from './agents/agent.ts';
import type { Configured } from './server.ts';

/** A base URL, a key and options that serve models in one protocol. */
export interface Gateway {
  readonly name: string;
  readonly protocol: ProtocolName;
  /** Base URL; null for the sandbox, whose address is known once it listens. */
  readonly baseUrl: string | null;
  /** Name of the variable with the key; null for a gateway without a key. */
  readonly apiKeyEnv: string | null;
  /**
   * Header of the key: `native` for the one of the protocol's own API, `bearer` for `Authorization: Bearer` in any protocol.
   */
  readonly auth: 'native' | 'bearer';
  /** Most requests in flight at once; null where only the run's concurrency limits them. */
  readonly concurrency: number | null;
  /** Most requests a minute; null for no limit. */
  readonly rpm: number | null;
  readonly sandbox: boolean;
  /** Additional request headers. They do not count in the key. */
  readonly headers: { readonly [name: string]: Configured };
}

/** A gateway with neither address, key nor limits: a simulated one, or one that a recording names. */
export function gatewayWithoutAddress({
  name,
  protocol,
  sandbox,
}: Pick<Gateway, 'name' | 'protocol' | 'sandbox'>): Gateway {
  return {
    name,
    protocol,
    baseUrl: null,
    apiKeyEnv: null,
    auth: 'native',
    concurrency: null,
    rpm: null,
    sandbox,
    headers: {},
  };
}

/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** A model to ask: an alias of the configuration, or `name@gateway`. */
export interface Model {
  /** Name as the user wrote it. It names the cassette and the row of the table. */
  readonly name: string;
  /** Name at the gateway, for the request's `model`. */
  readonly servedAs: string;
  readonly gateway: Gateway;
  readonly price: Price | null;
  /** Parameters to leave out of the request. */
  readonly omit: readonly string[];
  /** Parameters to send under another name: `{ max_tokens: 'max_completion_tokens' }`. */
  readonly rename: { readonly [name: string]: string };
  /** For a model under a label of `--tools-from` (`gpt-4o+a`): the model and the label. Absent otherwise. */
  readonly definitions?: { readonly model: string; readonly label: string };
  /** Parameters of every request to this model. The scenario's `request` wins. */
  readonly request: JsonObject;
  /** The agent that runs in place of the model. Its first gateway is the model's gateway. */
  readonly agent?: AgentProgram;
}

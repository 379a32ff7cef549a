import type { JsonObject } from '../json/json.ts';

/** Facts about the gateway for the advice of error messages. */
export interface GatewayHints {
  readonly name: string;
  /** Name of the key's environment variable; null for a gateway without a key. */
  readonly apiKeyEnv: string | null;
  /** Base URL; null where it is not known, as in a replay. */
  readonly baseUrl: string | null;
  /** Name of the protocol, and the end of its base URLs: `/v1`. Absent in a replay. */
  readonly api?: { readonly title: string; readonly version: string };
}

/** The facts of a request that its response is read with. */
export interface ReadContext {
  /** The requested model; `''` where an imported request names none. */
  readonly requestedModel: string;
  /** Schemas of the declared tools by name; null for a tool without one. */
  readonly tools: ReadonlyMap<string, JsonObject | null>;
  readonly stream: boolean;
  /** True when the tool choice names a function. */
  readonly namedChoice: boolean;
  /** Number of the request in the trial, from 1. It becomes a part of substitute ids. */
  readonly step: number;
  /** True when the request asks for token counts in a stream, in a protocol that leaves them out otherwise. */
  readonly usageAsked?: boolean;
  /** True when the request asks for the encrypted reasoning that the next request sends back. */
  readonly reasoningOwed?: boolean;
  /** Length limit of the request; null without one. */
  readonly maxTokens?: number | null;
  /** True when the request sends back a call whose arguments are not one JSON object. Computed only when an error needs it. */
  readonly echoesMalformed?: () => boolean;
  /** Number of answers that the request asks for. Default: 1. */
  readonly choices?: number;
  readonly gateway?: GatewayHints;
}

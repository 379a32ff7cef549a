import type { JsonObject } from '../json/json.ts';

/** Who serves the model: what an error message needs to say what to do. */
export interface GatewayHints {
  readonly name: string;
  /** Null when the gateway needs no key. */
  readonly apiKeyEnv: string | null;
  /** Null where it is not known, as in a replay. */
  readonly baseUrl: string | null;
  /** What its protocol is called, and how base URLs of it end: `/v1`. Absent in a replay. */
  readonly api?: { readonly title: string; readonly version: string };
}

/** The facts of a request that reading its response depends on. */
export interface ReadContext {
  /** The model that was asked for; `''` when the request names none (imported requests). */
  readonly requestedModel: string;
  /** Name → parameters of each declared tool; null for a tool without a schema. */
  readonly tools: ReadonlyMap<string, JsonObject | null>;
  readonly stream: boolean;
  /** The tool choice names a function. */
  readonly namedChoice: boolean;
  /** The request's place in the trial, from 1: names substitute ids. */
  readonly step: number;
  /** The request asks for token counts in the stream, where its protocol leaves them out otherwise. */
  readonly usageAsked?: boolean;
  /** The request asks for the encrypted reasoning that the next request has to echo. */
  readonly reasoningOwed?: boolean;
  /** The length limit that the request sets; null without one. */
  readonly maxTokens?: number | null;
  /** Whether the request echoes a call whose arguments are not one JSON object; looked for when it matters. */
  readonly echoesMalformed?: () => boolean;
  /** Alternative answers that the request asks for; one without it. */
  readonly choices?: number;
  readonly gateway?: GatewayHints;
}

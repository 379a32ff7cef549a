import type { Json, JsonObject } from '../../json/json.ts';
import type { RecordedResult, RecordedTrial } from '../../domain/recording.ts';
import type { JsonLayout } from '../../json/json-layout.ts';

export const CASSETTE_FORMAT = 'tooltape.cassette/1';
/** The format of a cassette that holds another protocol than chat, or recorded results of tools. It names its protocol. */
export const PROTOCOL_FORMAT = 'tooltape.cassette/2';

/** Where the recordings of a cassette come from: whose answers, when, recorded by what. */
export interface CassetteMeta {
  readonly scenario: string;
  readonly model: string;
  /** Name of the gateway that answered. */
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** ISO 8601, of the latest trial. */
  readonly recordedAt: string;
  /** The function that recorded it: `attachCassette`. Absent for a run of a scenario. */
  readonly recordedBy?: string;
}

/** A cassette in memory, decoded. */
export interface CassetteData extends CassetteMeta {
  /** By ascending number. */
  readonly trials: readonly RecordedTrial[];
}

/** The JSON of a cassette file. */
export interface CassetteFile extends CassetteMeta {
  readonly format: typeof CASSETTE_FORMAT | typeof PROTOCOL_FORMAT;
  /** Names of the protocols of its interactions, joined by `+`. Absent where all are chat and no result of a tool is stored. */
  readonly protocol?: string;
  /** Every tool that a request of this file declares, once. */
  readonly tools: readonly JsonObject[];
  readonly trials: readonly StoredTrial[];
}

export interface StoredTrial {
  /** From 1. */
  readonly trial: number;
  readonly interactions: readonly StoredInteraction[];
}

export interface StoredInteraction {
  readonly endpoint: string;
  readonly key: string;
  /** The request's tools, by their place in the file's list; absent where the request declares none. */
  readonly tools?: readonly number[];
  /** How many items of the conversation the request shares with the one before it. The list in `request` holds only the items after those. */
  readonly continues?: number;
  readonly request: JsonObject;
  /** The request that the client of an import sent, where it differs from the request of the imported scenario. */
  readonly original?: JsonObject;
  readonly response: StoredResponse;
  readonly results?: readonly RecordedResult[];
  readonly latencyMs: number;
  readonly firstByteMs: number;
  readonly sentMs?: number;
}

/** Exactly one of `json`, `events`, `text` and `base64` is there. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly json?: Json;
  /** An object is an event of one `data:` line that holds it; a string is an event as received. */
  readonly events?: readonly (JsonObject | string)[];
  readonly text?: string;
  readonly base64?: string;
  /** White space of the JSON in the body or its events. Absent for compact JSON. */
  readonly layout?: JsonLayout;
  /** The separator between two events. Absent for an empty line. */
  readonly separator?: string;
  /** The text after the last event. Absent where it is the separator. */
  readonly end?: string;
}

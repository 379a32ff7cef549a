import type { Json, JsonObject } from '../../json/json.ts';
import type { RecordedResult, RecordedTrial } from '../../domain/recording.ts';
import type { JsonLayout } from '../../json/json-layout.ts';

export const CASSETTE_FORMAT = 'tooltape.cassette/1';
/** The format of a cassette that holds another protocol than chat, or recorded results of tools. It names its protocol. */
export const PROTOCOL_FORMAT = 'tooltape.cassette/2';

/** Where the recordings of a cassette come from. */
export interface CassetteMeta {
  readonly scenario: string;
  readonly model: string;
  /** Name of the gateway that answered. */
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** Time of the latest trial, ISO 8601. */
  readonly recordedAt: string;
  /** Function that recorded the cassette: `attachCassette`. Absent for a run of a scenario. */
  readonly recordedBy?: string;
}

/** A cassette in memory, decoded. */
export interface CassetteData extends CassetteMeta {
  /** Trials by ascending number. */
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
  /** Number of the trial, from 1. */
  readonly trial: number;
  readonly interactions: readonly StoredInteraction[];
}

export interface StoredInteraction {
  readonly endpoint: string;
  readonly key: string;
  /** Positions of the request's tools in the file's list of tools; absent where the request declares none. */
  readonly tools?: readonly number[];
  /**
   * Number of items that the request's conversation shares with the request before. `request` holds only the items after those.
   */
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

/** A stored response. It holds exactly one of `json`, `events`, `text` and `base64`. */
export interface StoredResponse {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly json?: Json;
  /**
   * Events of a stream. An object is an event with one `data:` line that holds this object; a string is an event as received.
   */
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

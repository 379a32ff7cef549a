import type { Json, JsonObject } from '../../json/json.ts';
import type { RecordedResult, RecordedTrial } from '../../domain/recording.ts';
import type { JsonLayout } from '../../json/json-layout.ts';

export const CASSETTE_FORMAT = 'tooltape.cassette/1';
/** The format of a file that holds other protocols than chat, or results of tools, and names its protocol. */
export const PROTOCOL_FORMAT = 'tooltape.cassette/2';

/** How the recordings of a cassette came about. */
export interface CassetteMeta {
  readonly scenario: string;
  readonly model: string;
  /** Name of the gateway that answered. */
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** ISO 8601, of the latest trial. */
  readonly recordedAt: string;
  /** What recorded it, where that was no run of a scenario: `attachCassette`. */
  readonly recordedBy?: string;
}

/** What a cassette holds, in memory. */
export interface CassetteData extends CassetteMeta {
  /** By ascending number. */
  readonly trials: readonly RecordedTrial[];
}

/** A cassette as its file has it. */
export interface CassetteFile extends CassetteMeta {
  readonly format: typeof CASSETTE_FORMAT | typeof PROTOCOL_FORMAT;
  /** Names of the protocols of its interactions, joined by `+`; absent where chat and no result is all there is. */
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
  /** That many items of the conversation come first, the same as in the request before; the list in `request` holds only what follows. */
  readonly continues?: number;
  readonly request: JsonObject;
  /** The request as a program sent it, whole, where it differs from the one that the imported scenario leads to. */
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
  /** White space of the JSON, in the body or in its events; compact without it. */
  readonly layout?: JsonLayout;
  /** What stands between two events; an empty line, ended by line feeds, without it. */
  readonly separator?: string;
  /** What stands after the last event; the separator without it. */
  readonly end?: string;
}

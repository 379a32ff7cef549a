import type { Json, JsonObject } from '../json/json.ts';
import type { ServerResult } from './server.ts';
import type { AssistantTurn, TrialError, WireFinding } from './wire.ts';

export interface ToolResult {
  readonly callId: string;
  /** The text for the model. */
  readonly content: string;
  /** The value of `content`: a string as it is, any other value before it became JSON. */
  readonly value: Json;
  /** Parts for the model in place of `content`: texts, images, files. Absent for a text. */
  readonly parts?: readonly JsonObject[];
  /** True where a protocol that accepts only texts in results sends `content` in place of `parts`. */
  readonly plain?: true;
  /** The answer of an MCP server, as received. Absent for every other tool. */
  readonly server?: Omit<ServerResult, 'isError'>;
  /** True for an error: simulated, of an unknown tool, or for arguments that do not fit. */
  readonly isError: boolean;
  /**
   * True where the scenario marks the result as an error, so that protocols with a field for errors set it. Absent otherwise.
   */
  readonly isMarked?: true;
  /** True when no entry of `returns` fits the arguments. */
  readonly unsimulated: boolean;
}

/** One response of the model inside a turn, with the results of its calls. */
export interface Step {
  /** Number of the step, from 1, counted through all turns. */
  readonly index: number;
  readonly reading: AssistantTurn;
  /** One result for each call, in call order; `[]` where no tool ran. */
  readonly results: readonly ToolResult[];
  /** Milliseconds from sending to the last byte; in a replay as recorded. */
  readonly latencyMs: number;
  /** Number of the interaction in the trial's recording, from 0. */
  readonly interaction: number;
}

export interface TurnTranscript {
  readonly steps: readonly Step[];
  /** `answer`: the model made no further call. `max-steps`: the limit ended the turn while the model was still calling. */
  readonly end: 'answer' | 'max-steps' | 'aborted';
}

/** Why no recording answers a request. */
export interface Miss {
  readonly code: 'never-recorded' | 'request-changed' | 'used-up';
  /** Path of the cassette, relative to the cassette folder. */
  readonly cassette: string;
  /** Number of the step whose request has no recording, from 1. */
  readonly step: number;
  /** Key of the request. Present only where the trial has no recording at all, to find the request under another name. */
  readonly key?: string;
  /** Differences to the nearest recording of the file; `[]` unless the request changed. */
  readonly differences: readonly {
    readonly path: string;
    readonly recorded: Json | undefined;
    readonly requested: Json | undefined;
  }[];
}

/** Everything that happened in one trial. */
export interface Transcript {
  readonly turns: readonly TurnTranscript[];
  /** State after the last turn; `{}` where the scenario has none. */
  readonly state: JsonObject;
  /** Why the trial could not be finished, when it is no fault of the model; null otherwise. */
  readonly error: TrialError | null;
  readonly miss: Miss | null;
  /** Findings of a response that could not be read, each with its interaction. */
  readonly faultFindings: readonly { readonly interaction: number; readonly finding: WireFinding }[];
  /** HTTP requests of the trial, with retries. */
  readonly attempts: number;
}

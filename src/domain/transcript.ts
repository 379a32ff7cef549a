import type { Json, JsonObject } from '../json/json.ts';
import type { ServerResult } from './server.ts';
import type { AssistantTurn, TrialError, WireFinding } from './wire.ts';

export interface ToolResult {
  readonly callId: string;
  /** The text that the model receives. */
  readonly content: string;
  /** What `content` was written from: a string as it is, everything else before it became JSON. */
  readonly value: Json;
  /** What the model receives in place of `content`, where a tool answers with parts: texts, images, files. Absent for a text. */
  readonly parts?: readonly JsonObject[];
  /** A protocol that takes only texts in a result is given `content` in place of `parts`. */
  readonly plain?: true;
  /** The answer of an MCP server, as received. Absent for every other tool. */
  readonly server?: Omit<ServerResult, 'isError'>;
  /** The tool answered with an error: a simulated one, an unknown tool, arguments that do not fit. */
  readonly isError: boolean;
  /** The scenario itself says whether it is an error: a protocol that has a word for it says so, too. Absent where it does not. */
  readonly isMarked?: true;
  /** No entry of `returns` fitted the arguments. */
  readonly unsimulated: boolean;
}

/** One model response inside a turn, and what the tools answered. */
export interface Step {
  /** From 1, counted through all turns of the trial. */
  readonly index: number;
  readonly reading: AssistantTurn;
  /** One a call, in call order; empty where no tool was run. */
  readonly results: readonly ToolResult[];
  /** Milliseconds from sending to the last byte, as recorded. */
  readonly latencyMs: number;
  /** The interaction's place in the trial's recording, from 0. */
  readonly interaction: number;
}

export interface TurnTranscript {
  readonly steps: readonly Step[];
  /** `answer`: no further calls; `max-steps`: the limit was reached while calls were still made. */
  readonly end: 'answer' | 'max-steps' | 'aborted';
}

/** Why no recording could answer a request. */
export interface Miss {
  readonly code: 'never-recorded' | 'request-changed' | 'used-up';
  /** The cassette's path, relative to the cassette folder. */
  readonly cassette: string;
  /** The step whose request was not found, from 1. */
  readonly step: number;
  /** Key of the request, where nothing at all is recorded of the trial: the same request may be, under another name. */
  readonly key?: string;
  /** Differences to the nearest recording of the same file; empty unless the request changed. */
  readonly differences: readonly {
    readonly path: string;
    readonly recorded: Json | undefined;
    readonly requested: Json | undefined;
  }[];
}

/** Everything that happened in a trial. */
export interface Transcript {
  readonly turns: readonly TurnTranscript[];
  /** The trial's state after the last turn; `{}` where the scenario has none. */
  readonly state: JsonObject;
  /** Set when the trial could not be finished for a reason that is not the model's. */
  readonly error: TrialError | null;
  readonly miss: Miss | null;
  /** Findings of a response that could not be read, with its interaction. */
  readonly faultFindings: readonly { readonly interaction: number; readonly finding: WireFinding }[];
  /** HTTP requests made, retries included. */
  readonly attempts: number;
}

import type { Json, JsonObject } from '../json/json.ts';
import type { ProtocolName } from './protocol.ts';

/** A chat message in the form of the API. Unknown fields are kept. */
export type Message = JsonObject & { role: string };

/** An entry of a tool's `returns`. The first entry whose `when` fits the arguments answers the call. */
export interface SimulatedResult {
  /** Matches the arguments as `$subset`; null fits every call. */
  readonly when: JsonObject | null;
  /** How many calls of a trial this entry may answer; null for no limit. */
  readonly times: number | null;
  /** Milliseconds to wait before the answer while recording. A replay does not wait. */
  readonly delayMs: number;
  /**
   * Values that the answer writes into the state, by path. Paths and values may hold templates of the arguments. Null without
   * any.
   */
  readonly set: JsonObject | null;
  readonly answer:
    | { readonly kind: 'result'; readonly value: Json; readonly isError: boolean; readonly isMarked?: true }
    /** Content parts: texts, images, files. */
    | {
        readonly kind: 'content';
        readonly parts: readonly JsonObject[];
        readonly isError: boolean;
        readonly isMarked?: true;
      }
    | { readonly kind: 'error'; readonly value: Json }
    /** `file` is absolute; `name` is the export. */
    | { readonly kind: 'module'; readonly file: string; readonly name: string };
}

export interface ToolDefinition {
  readonly name: string;
  /** The function as the author wrote it, in the shape of OpenAI: `{ name, description, parameters, strict, … }`. */
  readonly definition: JsonObject;
  /** JSON Schema of the arguments; null when the scenario gives none. */
  readonly parameters: JsonObject | null;
  /** Simulated results; null without `returns`, so that the tool answers `null`. */
  readonly returns: readonly SimulatedResult[] | null;
  /** MCP server that answers the tool's calls, and the tool's name there. Absent for a simulated tool. */
  readonly server?: { readonly name: string; readonly tool: string };
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export interface ExpectedCall {
  readonly name: string;
  /** Argument matchers by parameter; null without `arguments`, so that any arguments fit. */
  readonly arguments: JsonObject | null;
  /** Accepted values by parameter under `rules: bfcl`; null under native rules. */
  readonly accept: { readonly [parameter: string]: readonly Json[] } | null;
  /** Id of the call in its scenario, for `after` and `$result`; null without one. */
  readonly id: string | null;
  /** Ids of calls of the plan that must stand in earlier steps; `[]` in plans with several groups. */
  readonly after: readonly string[];
  /** Path in the scenario: `expect.calls[0]`, `expect.any_of[1].steps[0][2]`. */
  readonly path: string;
}

export interface FinalExpectation {
  /** Texts that the final text must all contain. */
  readonly contains: readonly string[];
  /** Source of a regular expression, with the flag `u`. */
  readonly matches: string | null;
  readonly not: string | null;
}

/** One acceptable course of a turn. */
export interface Plan {
  /**
   * Groups of expected calls, in order. `[]` for no call, `any` for at least one well-formed call, null where calls are not
   * judged.
   */
  readonly groups: readonly (readonly ExpectedCall[])[] | 'any' | null;
  readonly extra: 'forbid' | 'allow' | readonly string[];
  readonly forbidden: readonly string[];
  readonly requireParallel: boolean;
  readonly allowRetry: boolean;
  readonly final: FinalExpectation | null;
  /** Matchers of the state after the last turn, read as `$subset` at the top; null where the state is not judged. */
  readonly state: JsonObject | null;
  /** Path in the scenario: `expect`, `expect.any_of[1]`, or `turns[0].expect`. */
  readonly path: string;
}

/** Acceptable plans: one without `any_of`, several with it. */
export interface Expectation {
  readonly plans: readonly Plan[];
}

/** One user message, and all responses and results until the assistant stops calling tools. */
export interface Turn {
  /**
   * Messages that are added to the conversation before the turn. Those of the first turn include the system prompt and the
   * history.
   */
  readonly messages: readonly Message[];
  readonly expect: Expectation;
}

/**
 * An id; it has at most `LONGEST_SCENARIO_ID` code points. No `_` stands first, because such folders of the cassettes hold other
 * files.
 */
export const SCENARIO_ID: RegExp = /^[\p{L}\p{M}\p{N}.-][\p{L}\p{M}\p{N}._-]*$/u;
export const LONGEST_SCENARIO_ID = 120;

/** Characters of the id of an expected call. A dot would end the id in `$result`. */
export const CALL_ID: RegExp = /^[\p{L}\p{M}\p{N}_-]+$/u;

/** A loaded scenario: defaults are filled in and shared tools are resolved. */
export interface Scenario {
  readonly id: string;
  readonly tags: readonly string[];
  /** File of the scenario, relative to the working directory, with `/`. */
  readonly file: string;
  readonly turns: readonly Turn[];
  /** Expectation of the whole conversation, beside those of the turns; null without one. */
  readonly conversation: Expectation | null;
  /** True where the first message stands under `system` of the file, and not in `messages`. Absent otherwise. */
  readonly systemApart?: true;
  /** State that tools read and change. Each trial gets a copy. Null without a state. */
  readonly state: JsonObject | null;
  /** Number of trials, before that of the command line and the configuration; null without one. */
  readonly trials: number | null;
  /** Share of the judged trials, 0..1, that must pass with every model; null without a gate. */
  readonly minPass: number | null;
  /** Declared tools. Scenarios with equal lists share one array, so that work on it can be remembered. */
  readonly tools: readonly ToolDefinition[];
  /** True for a scenario that expects calls and declares no tools, because agents bring their own. Absent otherwise. */
  readonly undeclaredTools?: true;
  /** Value of `tool_choice`; null where the request has none. */
  readonly toolChoice: ToolChoice | null;
  /** Request parameters with neutral names (those of chat), and further parameters of the API. */
  readonly request: JsonObject;
  /** Request parameters for one protocol, under its own names. They win over `request`. */
  readonly requestFor: { readonly [protocol in ProtocolName]?: JsonObject };
  /** How arguments are compared: `native`, `bfcl`. `RULES` of `score/rules/rules.ts` lists all. */
  readonly rules: string;
  /** Most steps of a turn. With 1 only the first response is judged and no tool runs. */
  readonly maxSteps: number;
  readonly optionalNull: 'absent' | 'strict';
  /** `strict`: a value that breaks only a `format` fails the trial. `annotation`: it does not. */
  readonly formats: 'annotation' | 'strict';
  /** True for requests of messages and tools only, without the configured defaults, as imported scenarios want. */
  readonly bare: boolean;
  /** True for a scenario that an import made and nobody has reviewed. */
  readonly review: boolean;
  /** Messages and expectation as the author wrote them, for the run file. */
  readonly written: { readonly messages: Json; readonly expect: Json };
}

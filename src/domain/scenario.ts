import type { Json, JsonObject } from '../json/json.ts';
import type { ProtocolName } from './protocol.ts';

/** A chat message as the API takes it; unknown fields are kept. */
export type Message = JsonObject & { role: string };

/** An entry of a tool's `returns`: the first whose `when` fits the arguments answers the call. */
export interface SimulatedResult {
  /** Matched against the arguments as `$subset`; null fits every call. */
  readonly when: JsonObject | null;
  /** How often this entry may answer within a trial; null is without limit. */
  readonly times: number | null;
  /** Milliseconds waited before the answer when recording; never waited in replay. */
  readonly delayMs: number;
  /** Values that the answer writes into the trial's state, by path; templates of the arguments in both. Null without any. */
  readonly set: JsonObject | null;
  readonly answer:
    | { readonly kind: 'result'; readonly value: Json; readonly isError: boolean; readonly isMarked?: true }
    /** Parts: texts, images, files. */
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
  /** The function as it was written, in OpenAI's words: `{ name, description, parameters, strict, … }`. */
  readonly definition: JsonObject;
  /** The JSON Schema of the arguments; null when the scenario gives none. */
  readonly parameters: JsonObject | null;
  /** Null when the scenario has no `returns`: the tool then answers `null`. */
  readonly returns: readonly SimulatedResult[] | null;
  /** The MCP server that answers its calls, and what the tool is called there. Absent for a simulated tool. */
  readonly server?: { readonly name: string; readonly tool: string };
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export interface ExpectedCall {
  readonly name: string;
  /** Argument matchers by parameter; null when the scenario leaves `arguments` out: any arguments will do. */
  readonly arguments: JsonObject | null;
  /** Accepted values by parameter, under `rules: bfcl` only; null under native rules. */
  readonly accept: { readonly [parameter: string]: readonly Json[] } | null;
  /** Names the call within its scenario, for `after` and `$result`; null without a name. */
  readonly id: string | null;
  /** Ids of calls of the same plan that must stand in earlier steps; `[]` in plans with several groups. */
  readonly after: readonly string[];
  /** Where it stands in the scenario's expectation: `expect.calls[0]`, `expect.any_of[1].steps[0][2]`. */
  readonly path: string;
}

export interface FinalExpectation {
  /** Every one must be in the final text. */
  readonly contains: readonly string[];
  /** Source of a regular expression, read with the flag `u`. */
  readonly matches: string | null;
  readonly not: string | null;
}

/** One acceptable way through a turn. */
export interface Plan {
  /** Groups in order; `[]` when no call may be made; `any` for at least one well-formed call; null when calls are not judged. */
  readonly groups: readonly (readonly ExpectedCall[])[] | 'any' | null;
  readonly extra: 'forbid' | 'allow' | readonly string[];
  readonly forbidden: readonly string[];
  readonly requireParallel: boolean;
  readonly allowRetry: boolean;
  readonly final: FinalExpectation | null;
  /** Matchers of the state after the last turn, read as `$subset` at their top level; null where it is not judged. */
  readonly state: JsonObject | null;
  /** Where it stands: `expect`, or `expect.any_of[1]`. In a scenario with turns, `turns[0].expect`. */
  readonly path: string;
}

/** Acceptable plans: one, unless the scenario says `any_of`. */
export interface Expectation {
  readonly plans: readonly Plan[];
}

/** One user message and all that the assistant does until it stops calling tools. */
export interface Turn {
  /** Appended to the conversation before the turn starts; the first turn's hold the system prompt and history, too. */
  readonly messages: readonly Message[];
  readonly expect: Expectation;
}

/** What an id may consist of, and how many characters (code points) it may have. */
export const SCENARIO_ID: RegExp = /^[\p{L}\p{M}\p{N}._-]+$/u;
export const LONGEST_SCENARIO_ID = 120;

/** What the id of an expected call may consist of: no dots, which end it in `$result`. */
export const CALL_ID: RegExp = /^[\p{L}\p{M}\p{N}_-]+$/u;

/** How arguments are compared: the key under which an expected call says what it wants, and what the rules are, in a line. */
export const RULES = {
  native: { key: 'arguments', says: 'by argument matchers, and they must be valid' },
  bfcl: { key: 'accept', says: 'as the Berkeley Function Calling Leaderboard does' },
} as const;
export type RulesName = keyof typeof RULES;

/** A scenario as loaded: defaults filled in, shared tools resolved. */
export interface Scenario {
  readonly id: string;
  readonly tags: readonly string[];
  /** The file it came from, relative to the working directory, with `/`. */
  readonly file: string;
  readonly turns: readonly Turn[];
  /** What must happen anywhere in the conversation, beside what each turn expects; null where only the turns are judged. */
  readonly conversation: Expectation | null;
  /** What tools find and change, a copy a trial; null without one. */
  readonly state: JsonObject | null;
  /** How often it is run, whatever the command line and the configuration say; null where they decide. */
  readonly trials: number | null;
  /** The share of its judged trials, 0..1, that must pass with every model; null without a gate. */
  readonly minPass: number | null;
  /** One array for all scenarios that declare the same, so that work on it can be remembered. */
  readonly tools: readonly ToolDefinition[];
  /** Calls are expected, and the file declares no tools: for agents, which bring their own. Absent elsewhere. */
  readonly undeclaredTools?: true;
  /** Null when the scenario leaves it out: the request then has no `tool_choice`. */
  readonly toolChoice: ToolChoice | null;
  /** Parameters in neutral words, those of chat, and whatever else the API takes. */
  readonly request: JsonObject;
  /** Parameters for one protocol alone, in its own words; they win over `request`. */
  readonly requestFor: { readonly [protocol in ProtocolName]?: JsonObject };
  readonly rules: RulesName;
  /** Steps a turn may take; 1 judges the first response only and runs no tool. */
  readonly maxSteps: number;
  readonly optionalNull: 'absent' | 'strict';
  /** Whether a value that breaks nothing but a `format` fails the trial. */
  readonly formats: 'annotation' | 'strict';
  /** True where the file asks for bare requests: messages and tools only, none of the configured defaults (imported scenarios). */
  readonly bare: boolean;
  /** Made by an import, and not yet looked at by a person. */
  readonly review: boolean;
  /** What the run file shows of the expectation: the author's own, as written. */
  readonly written: { readonly messages: Json; readonly expect: Json };
}

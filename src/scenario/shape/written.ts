import type { RulesName } from '../../score/rules/rules.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { ProtocolName } from '../../domain/protocol.ts';
import type { Message } from '../../domain/scenario.ts';

/**
 * A simulated result as an author writes it. The types of this file describe scenario files before defaults are filled in and
 * names are resolved.
 */
export interface WrittenResult {
  readonly when?: JsonObject;
  readonly result?: Json;
  readonly content?: readonly JsonObject[];
  readonly is_error?: boolean;
  readonly error?: Json;
  readonly module?: string;
  readonly times?: number;
  readonly delay_ms?: number;
  readonly set?: JsonObject;
}

export interface WrittenFunction {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: JsonObject;
  readonly strict?: boolean;
  readonly format?: JsonObject;
}

export interface WrittenShortTool extends WrittenFunction {
  readonly returns?: readonly WrittenResult[];
}

export interface WrittenOpenAiTool {
  readonly type: 'function';
  readonly function: WrittenFunction;
  readonly returns?: readonly WrittenResult[];
}

/** Tools of an MCP server. */
export interface WrittenServerTools {
  readonly mcp: string;
  readonly only?: readonly string[];
  readonly prefix?: string;
}

export type WrittenTool = WrittenShortTool | WrittenOpenAiTool;

export type WrittenToolChoice =
  | 'auto'
  | 'none'
  | 'required'
  | { readonly name: string }
  | { readonly type: 'function'; readonly function: { readonly name: string } };

export interface WrittenCall {
  readonly name: string;
  readonly id?: string;
  readonly after?: readonly string[];
  readonly arguments?: JsonObject;
  readonly accept?: { readonly [parameter: string]: readonly Json[] };
}

export interface WrittenFinal {
  readonly contains?: readonly string[];
  readonly matches?: string;
  readonly not?: string;
}

export interface WrittenPlan {
  readonly calls?: 'any' | readonly WrittenCall[];
  readonly steps?: readonly (readonly WrittenCall[])[];
  readonly extra?: 'forbid' | 'allow' | readonly string[];
  readonly forbidden?: readonly string[];
  readonly require_parallel?: boolean;
  readonly allow_retry?: boolean;
  readonly final?: WrittenFinal;
  readonly state?: JsonObject;
}

export interface WrittenExpectation extends WrittenPlan {
  readonly any_of?: readonly WrittenPlan[];
  readonly max_steps?: number;
}

export interface WrittenTurn {
  readonly user: Json;
  readonly expect?: WrittenExpectation;
}

/** Keys that a file with several scenarios may give once for all of them. */
export interface WrittenDefaults {
  readonly tags?: readonly string[];
  readonly system?: string;
  readonly tools?: readonly (string | WrittenTool | WrittenServerTools)[];
  readonly tool_choice?: WrittenToolChoice;
  readonly request?: JsonObject;
  readonly request_for?: { readonly [protocol in ProtocolName]?: JsonObject };
  readonly rules?: RulesName;
  readonly max_steps?: number;
  readonly optional_null?: 'absent' | 'strict';
  readonly formats?: 'annotation' | 'strict';
  readonly bare?: boolean;
  readonly review?: boolean;
  readonly state?: JsonObject;
  readonly trials?: number;
  readonly min_pass?: number;
}

export interface WrittenScenario extends WrittenDefaults {
  readonly $schema?: string;
  readonly id: string;
  readonly prompt?: string;
  readonly messages?: readonly Message[];
  readonly turns?: readonly WrittenTurn[];
  readonly expect?: WrittenExpectation;
}

export interface WrittenManyFile {
  readonly $schema?: string;
  readonly tools?: readonly (WrittenTool | WrittenServerTools)[];
  readonly defaults?: WrittenDefaults;
  readonly scenarios: readonly WrittenScenario[];
}

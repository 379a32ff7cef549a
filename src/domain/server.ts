import type { Json, JsonObject } from '../json/json.ts';

/** A value that a configuration takes from the environment: `{ env: TOKEN, prefix: 'Bearer ' }`. */
export interface FromEnvironment {
  readonly env: string;
  /** Text before the variable's value; `''` without one. */
  readonly prefix: string;
}

/** A value of the configuration: a text, or a reference to the environment. */
export type Configured = string | FromEnvironment;

interface ServerOptions {
  readonly name: string;
  /** `trial`: each conversation has a server of its own. `run`: all trials share one. */
  readonly isolation: 'trial' | 'run';
  /** Most milliseconds from the start of the server to its list of tools. */
  readonly startTimeoutMs: number;
  /** Most milliseconds without an answer or progress of a call. */
  readonly timeoutMs: number;
}

/** An MCP server that is a process, with standard input and output. */
export interface ProcessServer<Value = Configured> extends ServerOptions {
  readonly kind: 'process';
  /** The program and its arguments; never empty. */
  readonly command: readonly string[];
  readonly env: { readonly [name: string]: Value };
  /** Absolute path, or a path that begins with `${trial_dir}`. */
  readonly cwd: string;
}

/** An MCP server at a URL, over streamable HTTP. */
export interface HttpServer<Value = Configured> extends ServerOptions {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: { readonly [name: string]: Value };
}

/** An MCP server as the configuration has it. */
export type McpServer<Value = Configured> = ProcessServer<Value> | HttpServer<Value>;

/** An MCP server with the values of its variables. */
export type ResolvedServer = McpServer<string>;

/** The text that stands for the conversation's empty folder, in the command, environment and working directory of a server. */
export const TRIAL_DIR = '${trial_dir}';

/** The list of tools of a server. */
export interface ServerTools {
  /** Name of the server in the configuration. */
  readonly server: string;
  /** Version of the server; null where it gives none. */
  readonly version: string | null;
  /** Version of MCP: `2025-11-25`. */
  readonly protocol: string;
  /** Tools in the order of the server: `{ name, description, inputSchema, … }`. */
  readonly tools: readonly JsonObject[];
}

/** The answer of a server to a call: the fields of MCP, as received. */
export interface ServerResult {
  readonly content: readonly JsonObject[];
  /** Absent where the server sent none. */
  readonly structuredContent?: Json;
  readonly isError: boolean;
}

/** Returns the tools of a server, or why they are not known. */
export type FindServer = (name: string) => ServerTools | ServerUnknown;

/** Why the tools of a server are not known. */
export interface ServerUnknown {
  readonly fault: string;
  /** What follows for every scenario that names the server: the configured ones, or the command that lists its tools. */
  readonly advice: string;
}

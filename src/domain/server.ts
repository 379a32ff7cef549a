import type { Json, JsonObject } from '../json/json.ts';

/** A value that a configuration takes from the environment: `{ env: TOKEN, prefix: 'Bearer ' }`. */
export interface FromEnvironment {
  readonly env: string;
  /** Stands before the variable's value; `''` without one. */
  readonly prefix: string;
}

/** A value of the configuration: as it is written, or from the environment. */
export type Configured = string | FromEnvironment;

interface ServerOptions {
  readonly name: string;
  /** `trial`: each conversation has the server for itself. `run`: all trials share it. */
  readonly isolation: 'trial' | 'run';
  /** Milliseconds from its start until its tools are listed. */
  readonly startTimeoutMs: number;
  /** Milliseconds that a call may stay silent. */
  readonly timeoutMs: number;
}

/** An MCP server that is a process, spoken to over its standard input and output. */
export interface ProcessServer<Value = Configured> extends ServerOptions {
  readonly kind: 'process';
  /** The program and its arguments; never empty. */
  readonly command: readonly string[];
  readonly env: { readonly [name: string]: Value };
  /** Absolute, unless it begins with `${trial_dir}`. */
  readonly cwd: string;
}

/** An MCP server that listens somewhere, spoken to over streamable HTTP. */
export interface HttpServer<Value = Configured> extends ServerOptions {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: { readonly [name: string]: Value };
}

/** An MCP server as the configuration has it. */
export type McpServer<Value = Configured> = ProcessServer<Value> | HttpServer<Value>;

/** The same with every variable read. */
export type ResolvedServer = McpServer<string>;

/** What stands for the empty folder of a conversation, in the command, environment and working directory of a server. */
export const TRIAL_DIR = '${trial_dir}';

/** What a server offers, as it was listed. */
export interface ServerTools {
  /** The name of the server in the configuration. */
  readonly server: string;
  /** What the server says of its own version; null where it says nothing. */
  readonly version: string | null;
  /** The version of MCP that was spoken: `2025-11-25`. */
  readonly protocol: string;
  /** As listed, in that order: `{ name, description, inputSchema, … }`. */
  readonly tools: readonly JsonObject[];
}

/** What a server answered to a call: the fields of MCP, as received. */
export interface ServerResult {
  readonly content: readonly JsonObject[];
  /** Absent where the server gave none. */
  readonly structuredContent?: Json;
  readonly isError: boolean;
}

/** What is known of the tools of a server, or why nothing is. */
export type FindServer = (name: string) => ServerTools | { readonly fault: string };

import type { Gateway, Model } from '../domain/model.ts';
import type { Pattern } from '../pattern/pattern.ts';
import type { McpServer } from '../domain/server.ts';

/** The complete configuration, with defaults for everything that the file leaves out. */
export interface Config {
  /** Path of the file, relative to the working directory; null without a file. */
  readonly file: string | null;
  /** Gateways by name. `sandbox` is always among them. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  /** Models by alias: those of the file in its order, then the sandbox personas that the file does not name. */
  readonly models: ReadonlyMap<string, Model>;
  /** MCP servers by name. */
  readonly servers: ReadonlyMap<string, McpServer>;
  readonly defaults: Defaults;
  /** Parts of a request that do not count when its recording is looked up: paths in its body, and text that patterns match. */
  readonly ignore: readonly (string | { readonly text: Pattern })[];
  /** Patterns whose matches are replaced before anything is written. */
  readonly redact: readonly Pattern[];
}

export interface Defaults {
  /** Aliases or `name@gateway`, as the user writes them. */
  readonly models: readonly string[];
  /** True when the configuration sets `defaults.models`. Otherwise they are the personas of the sandbox. */
  readonly namesModels: boolean;
  readonly trials: number;
  readonly concurrency: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** Null sends no `temperature`. */
  readonly temperature: number | null;
  /** Null sends no limit of tokens. */
  readonly maxTokens: number | null;
  /** Milliseconds without a byte after which a request is aborted. */
  readonly timeoutMs: number;
  readonly stream: boolean | 'both';
}

import type { Gateway, Model } from '../domain/model.ts';
import type { Pattern } from '../pattern/pattern.ts';
import type { McpServer } from '../domain/server.ts';

/** The configuration, complete: what the file leaves out has its default. */
export interface Config {
  /** Relative to the working directory; null without a file. */
  readonly file: string | null;
  /** By name; `sandbox` is always there. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  /** By alias: those of the file in its order, then the sandbox personas it does not name. */
  readonly models: ReadonlyMap<string, Model>;
  /** MCP servers by name. */
  readonly servers: ReadonlyMap<string, McpServer>;
  readonly defaults: Defaults;
  /** What does not count of a request when its recording is looked up: paths of its body, and what patterns find in its texts. */
  readonly ignore: readonly (string | { readonly text: Pattern })[];
  /** What they find is replaced before anything is written. */
  readonly redact: readonly Pattern[];
}

export interface Defaults {
  /** Aliases or `name@gateway`, as the user writes them. */
  readonly models: readonly string[];
  /** The configuration names them; where it does not, they are the personas of the sandbox. */
  readonly namesModels: boolean;
  readonly trials: number;
  readonly concurrency: number;
  /** Further attempts after the first. */
  readonly retries: number;
  /** Null leaves the parameter out. */
  readonly temperature: number | null;
  /** Null leaves the parameter out. */
  readonly maxTokens: number | null;
  /** Milliseconds without a byte after which a request is given up. */
  readonly timeoutMs: number;
  readonly stream: boolean | 'both';
}

import type { Gateway, Model } from '../domain/model.ts';

/** The configuration, complete: what the file leaves out has its default. */
export interface Config {
  /** Relative to the working directory; null without a file. */
  readonly file: string | null;
  /** By name; `sandbox` is always there. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  /** By alias: those of the file in its order, then the sandbox personas it does not name. */
  readonly models: ReadonlyMap<string, Model>;
  readonly defaults: Defaults;
  /** Paths of request bodies that do not count in a recording. */
  readonly ignore: readonly string[];
  /** What they find is replaced before anything is written. */
  readonly redact: readonly RegExp[];
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

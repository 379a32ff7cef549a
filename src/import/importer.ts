import type { Issue } from '../domain/errors.ts';

/** One option of `tooltape import <name>`. */
export interface ImportOption {
  /** As commander reads it: `--data <dir>`, `--category <name...>`, `-o, --output <file>`, `--strict`. */
  readonly flags: string;
  readonly help: string;
  /** The command ends with a usage error where it is missing. Default false. */
  readonly required?: boolean;
  /** The import writes to this place: the command line makes sure that it can, before anything is read. */
  readonly writes?: 'file' | 'folder';
}

/** The positional argument of `tooltape import <name>`. */
export interface ImportArgument {
  /** As commander reads it: `<files...>`, `[server]`. */
  readonly term: string;
  readonly help: string;
}

/** What the user typed: positional arguments, and option values by name in camel case. */
export interface ImportRequest {
  readonly paths: readonly string[];
  readonly options: { readonly [name: string]: string | readonly string[] | boolean | undefined };
}

export interface ImportContext {
  /** The time that a run file names. */
  readonly clock: () => Date;
  /** Of this program: a run file names it. */
  readonly version: string;
  /** Environment variables of the process. */
  readonly env: { readonly [name: string]: string | undefined };
  /** Bytes that are read, and their sum. */
  readonly onProgress: (done: number, total: number) => void;
}

/** What an import has to say. Texts of the data may stand in it: the command line escapes them. */
export interface ImportOutcome {
  /** What was written, a line each: `parallel: 200 scenarios`. */
  readonly result: readonly string[];
  /** What a person should know beside it. */
  readonly notes: readonly string[];
  readonly warnings: readonly Issue[];
  /** Words of the tooltape command to run next: `['check', 'out/scenarios']`. Null without one. */
  readonly next: readonly string[] | null;
}

/** Reads the data and writes scenarios, cassettes or a run file. Errors: IMPORT for data that cannot be read, OUTPUT. */
export type RunImport = (request: ImportRequest, context: ImportContext) => ImportOutcome | Promise<ImportOutcome>;

/** A kind of data that `tooltape import` reads: a row of `importers.ts`. */
export interface Importer {
  /** What the data is and what becomes of it, as help says it. */
  readonly help: string;
  readonly argument?: ImportArgument;
  readonly options: readonly ImportOption[];
  /** What stands after `tooltape import <name>` in the examples of its help. */
  readonly examples: readonly string[];
  /** Loads the import with the libraries that it alone needs. */
  readonly load: () => Promise<RunImport>;
}

/** The value of an option that takes one; null where it is missing. */
export function optionValue({ options }: ImportRequest, name: string): string | null {
  const value = options[name];
  return typeof value === 'string' ? value : null;
}

/** The values of an option that takes several, each also as a list with commas where `commas` is set; null where it is missing. */
export function optionValues({ options }: ImportRequest, name: string, commas = false): readonly string[] | null {
  const value = options[name];
  if (value === undefined || typeof value === 'boolean') return null;
  const all = typeof value === 'string' ? [value] : value;
  return commas ? all.flatMap((names) => names.split(',')) : all;
}

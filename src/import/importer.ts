import type { Issue } from '../domain/errors.ts';

/** One option of `tooltape import <name>`. */
export interface ImportOption {
  /** The flags in commander's syntax: `--data <dir>`, `--category <name...>`, `-o, --output <file>`, `--strict`. */
  readonly flags: string;
  readonly help: string;
  /** True for an option whose absence is a usage error. Default: false. */
  readonly required?: boolean;
  /** Kind of the output that the option names. The command line checks that it can be written before the import reads data. */
  readonly writes?: 'file' | 'folder';
}

/** The positional argument of `tooltape import <name>`. */
export interface ImportArgument {
  /** The argument in commander's syntax: `<files...>`, `[server]`. */
  readonly term: string;
  readonly help: string;
}

/** The command line of the user: positional arguments, and values of options by name in camel case. */
export interface ImportRequest {
  readonly paths: readonly string[];
  readonly options: { readonly [name: string]: string | readonly string[] | boolean | undefined };
}

export interface ImportContext {
  /** The time for the run file. */
  readonly clock: () => Date;
  /** Version of tooltape, for the run file. */
  readonly version: string;
  /** Environment variables of the process. */
  readonly env: { readonly [name: string]: string | undefined };
  /** Called with the bytes that are read, and their total. */
  readonly onProgress: (done: number, total: number) => void;
}

/** The messages of an import. They may contain texts of the data; the command line escapes them. */
export interface ImportOutcome {
  /** The written things, one a line: `parallel: 200 scenarios`. */
  readonly result: readonly string[];
  /** Notes for the user. */
  readonly notes: readonly string[];
  readonly warnings: readonly Issue[];
  /** Arguments of the tooltape command to run next: `['check', 'out/scenarios']`. Null without one. */
  readonly next: readonly string[] | null;
}

/** Reads the data and writes scenarios, cassettes or a run file. Errors: IMPORT for data that cannot be read, OUTPUT. */
export type RunImport = (request: ImportRequest, context: ImportContext) => ImportOutcome | Promise<ImportOutcome>;

/** A kind of data that `tooltape import` reads: a row of `importers.ts`. */
export interface Importer {
  /** Description in the help: the data, and what is made of it. */
  readonly help: string;
  readonly argument?: ImportArgument;
  readonly options: readonly ImportOption[];
  /** Arguments after `tooltape import <name>` in the examples of its help. */
  readonly examples: readonly string[];
  /** Loads the import, with libraries that no other command needs. */
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

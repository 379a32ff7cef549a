/** All codes of expected errors, each with its meaning and the exit code of the program. */
export const ERROR_CODES = {
  USAGE: { exit: 2, meaning: 'The command line is wrong.' },
  CONFIG: { exit: 2, meaning: 'The configuration file is wrong.' },
  SCENARIO: { exit: 2, meaning: 'A scenario file is wrong.' },
  UNKNOWN_MODEL: { exit: 2, meaning: 'A model is not configured.' },
  MISSING_KEY: { exit: 2, meaning: 'A gateway needs a key and its variable is not set.' },
  SECRET_IN_DATA: { exit: 2, meaning: 'A scenario holds a key that replay could not recognise.' },
  NOTHING_TO_RUN: { exit: 2, meaning: 'No trial was selected or planned.' },
  CASSETTE_FORMAT: { exit: 2, meaning: 'A cassette cannot be read.' },
  CASSETTE_NEWER: { exit: 2, meaning: 'A cassette is of a newer format.' },
  CASSETTE_MISS: { exit: 4, meaning: 'A recording is missing or no longer matches.' },
  RELAY: { exit: 2, meaning: 'The gateway of a relay cannot be reached, or does not lead to the upstream.' },
  RUN_FILE: { exit: 2, meaning: 'A run file cannot be read.' },
  IMPORT: { exit: 2, meaning: 'Data to import cannot be read.' },
  NETWORK_LOCKED: {
    exit: 2,
    meaning: 'Something tried to reach the network during a replay, or the lock cannot hold.',
  },
  OUTPUT: { exit: 2, meaning: 'A file cannot be written.' },
  SYSTEM: { exit: 2, meaning: 'The operating system refused something: no right, no space, too many open files.' },
  SERVER: { exit: 2, meaning: 'An MCP server cannot be started or reached, or its tools cannot be listed.' },
  TOOL_MODULE: { exit: 2, meaning: 'A tool module cannot be loaded, or failed.' },
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;

/** Exit codes of the program. The first that applies counts, in this order. */
export const EXIT = { bug: 70, interrupted: 130, usage: 2, unrecorded: 4, errored: 3, gate: 1, done: 0 } as const;

/** Meaning of each exit code, for help and documentation. */
export const EXIT_MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  bug: 'a bug of tooltape',
  interrupted: 'interrupted',
  usage: 'the command line, configuration or a scenario is wrong, or nothing to run',
  unrecorded: 'a recording is missing or no longer matches its request',
  errored: 'finished, but some trials errored live',
  gate: 'a gate was not met, a cost limit stopped the run, or a check found errors',
  done: 'done; failing scenarios without a gate are a result, not an error',
};

/** A fault at one place of a file. It belongs to an error, or is a warning. */
export interface Issue {
  /** Path relative to the working directory. */
  readonly file: string;
  /** Line, from 1; null where it is not known. */
  readonly line: number | null;
  /** Path inside the file: `scenarios[2].tools[0].name`; `''` for the file as a whole. */
  readonly path: string;
  /** What was expected, what was found, and what to do. */
  readonly message: string;
  /** The end of `message` that other issues of the same cause have, too: a list of names, a command. It is printed once. */
  readonly sharedEnd?: string;
  readonly severity: 'error' | 'warning';
  /** Stable code of this kind of issue: `unknown-key`, `duplicate-id`. */
  readonly code: string;
}

/** The message of an issue, without the end that an issue before it has, too. `told` holds these ends, and takes up this one. */
export function messageAfter({ message, sharedEnd }: Issue, told: Set<string>): string {
  if (sharedEnd === undefined) return message;
  if (!told.has(sharedEnd)) {
    told.add(sharedEnd);
    return message;
  }
  return message.slice(0, -sharedEnd.length).trimEnd();
}

/** An error that the user can correct. The command line prints it without a stack. */
export class TooltapeError extends Error {
  override readonly name = 'TooltapeError';
  readonly code: ErrorCode;
  /** What to do: one imperative sentence or a command; null where the message says it. */
  readonly remedy: string | null;
  readonly issues: readonly Issue[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { remedy?: string; issues?: readonly Issue[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy ?? null;
    this.issues = options.issues ?? [];
  }
}

/**
 * Whether a caught value is an error that the user can mend.
 *
 * Returns true for a `TooltapeError`, from another copy of this package, too.
 *
 * @example
 * const places = isTooltapeError(error) ? error.issues.map(({ path, message }) => `${path}: ${message}`) : [];
 */
export function isTooltapeError(error: unknown): error is TooltapeError {
  return error instanceof Error && error.name === 'TooltapeError' && 'code' in error && 'issues' in error;
}

import { escapeRegExp } from './escape-reg-exp.ts';

/** What a command records, and how it is called. */
export interface RecordedAnew {
  readonly scenarios: readonly string[];
  /** One, or several joined by commas. */
  readonly model: string;
  /** The command records so many trials. Default 1. */
  readonly trials?: number;
  /** `missing` leaves alone what is recorded. */
  readonly mode: 'missing' | 'all';
  /** True where the command would select exactly these scenarios without naming them. */
  readonly all?: boolean;
  /** Further arguments, as given: `['--cassettes', 'tapes']`. */
  readonly options?: readonly string[];
}

/** The command that records scenarios with models, ready to paste into a POSIX shell. */
export function recordingCommand({
  scenarios,
  model,
  trials = 1,
  mode,
  all = false,
  options = [],
}: RecordedAnew): string {
  const names = scenarios.map(escapeRegExp).join('|');
  const pattern = scenarios.length === 1 ? `^${names}$` : `^(${names})$`;
  const selected = all ? [] : ['--grep', pattern];
  const repeated = trials > 1 ? ['--trials', String(trials)] : [];
  return shellCommand(['run', ...options, '--record', mode, ...selected, '--models', model, ...repeated]);
}

/** `npx tooltape` with these arguments, ready to paste into a POSIX shell. */
export function shellCommand(words: readonly string[]): string {
  return ['npx', 'tooltape', ...words].map(shellWord).join(' ');
}

/** A word for a POSIX shell, quoted where the shell would read it otherwise. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

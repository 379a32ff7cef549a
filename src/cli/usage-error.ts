import { TooltapeError } from '../domain/errors.ts';
import { closest } from '../text/closest.ts';
import { LIVE_ONLY } from './options.ts';

/** A command as far as messages need it. */
export interface NamedCommand {
  /** As typed: `tooltape cassettes list`. */
  readonly path: string;
  /** Its arguments: `<old> <new>`. */
  readonly terms: string;
  /** Its long options: `--cassettes`. */
  readonly options: readonly string[];
}

/**
 * Converts an error message of commander to USAGE: the typed text, the expected one, and where to look. `argv` is what was
 * typed behind the name of the program.
 */
export function usageError(text: string, command: NamedCommand, argv: readonly string[]): TooltapeError {
  const message = mistyped(text, command, argv) ?? reword(text.replace(/^error: /, '').trim());
  const [, option = ''] = /unknown option '--([\w-]*)/.exec(text) ?? [];
  const missing = /missing required argument/.test(text) ? `${command.path} ${command.terms}` : null;
  return new TooltapeError('USAGE', message, { remedy: remedyFor(option, command.path, message, missing) });
}

/** Commander looks for missing options first. The message is about the mistyped one where it is near the missing one; else null. */
function mistyped(text: string, { options }: NamedCommand, argv: readonly string[]): string | null {
  const [, missing] = /required option '(?:-\w, )?(--[\w-]+)/.exec(text) ?? [];
  if (missing === undefined) return null;
  const own = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);
  const typed = own
    .map((word) => word.replace(/=.*/s, ''))
    .find((word) => /^--\w/.test(word) && !options.includes(word));
  if (typed === undefined || closest(typed, options) !== missing) return null;
  return `unknown option '${typed}'; did you mean ${missing}?`;
}

function remedyFor(option: string, command: string, message: string, missing: string | null): string {
  if (option === 'baseline-strict') return '--baseline is strict by itself; --baseline-tolerance chance is not.';
  if (command === 'tooltape exec' && /is missing$|found nothing$|^unknown option/.test(message))
    return 'Write the command behind --: tooltape exec --cassette FILE -- COMMAND.';
  if (command === 'tooltape replay' && LIVE_ONLY.has(option))
    return 'A replay sends and records nothing; this option belongs to `tooltape run`.';
  const help = `See \`${command} --help\`.`;
  return missing === null ? help : `Write it like: ${missing}. ${help}`;
}

function reword(message: string): string {
  const value = /^option '(?:.*?)(--[\w-]+)[^']*' argument '(.*)' is invalid\. (.*)$/s.exec(message);
  if (value !== null) return `${value[1]} ${value[2]}: ${expected(value[3] ?? '')}`;
  const empty = /^option '(?:.*?)(--[\w-]+) ([^']*)' argument missing$/.exec(message);
  if (empty !== null) return `${empty[1]}: expected ${empty[2]}, found nothing`;
  const option = /^required option '(?:.*?)(--[\w-]+ [^']*)' not specified$/.exec(message);
  if (option !== null) return `${option[1]} is missing`;
  const argument = /^missing required argument '(.*)'$/.exec(message);
  if (argument !== null) return `expected <${argument[1]}>, found nothing`;
  // Commander puts its suggestion on a line of its own, in brackets.
  return message.replace(/\n\(Did you mean (one of )?(.*)\?\)$/, '; did you mean $1$2?');
}

function expected(text: string): string {
  return text.replace(/\.$/, '').replace(/^Expected/, 'expected');
}

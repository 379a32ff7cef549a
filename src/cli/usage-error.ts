import { TooltapeError } from '../domain/errors.ts';
import { LIVE_ONLY } from './options.ts';

/**
 * Converts an error message of commander to USAGE: the typed text, the expected one, and where to look. `command` is the
 * command as typed so far: `tooltape cassettes list`.
 */
export function usageError(text: string, command: string): TooltapeError {
  const message = reword(text.replace(/^error: /, '').trim());
  const [, option = ''] = /unknown option '--([\w-]*)/.exec(text) ?? [];
  return new TooltapeError('USAGE', message, { remedy: remedyFor(option, command) });
}

function remedyFor(option: string, command: string): string {
  if (option === 'baseline-strict') return '--baseline is strict by itself; --baseline-tolerance chance is not.';
  if (command === 'tooltape exec') return 'Write the command behind --: tooltape exec --cassette FILE -- COMMAND.';
  return command === 'tooltape replay' && LIVE_ONLY.has(option)
    ? 'A replay sends and records nothing; this option belongs to `tooltape run`.'
    : `See \`${command} --help\`.`;
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

import type { Argument, Command, CommanderError, Option } from 'commander';
import { TooltapeError } from '../domain/errors.ts';
import { closest } from '../text/closest.ts';
import { shorten } from '../text/shorten.ts';
import { LIVE_ONLY } from './options.ts';
import { UnexpectedValue } from './values/unexpected-value.ts';

/** A command line that commander refused. */
interface Refusal {
  readonly command: Command;
  /** The command as typed: `tooltape cassettes list`. */
  readonly path: string;
  /** The arguments after the name of the program, as typed. */
  readonly argv: readonly string[];
  /** The text that commander put between quotes in its message; `''` without one. */
  readonly quoted: string;
}

/** A message, and what to do; null for a look at the help of the command. */
type Told = readonly [message: string, remedy: string | null];

/** The message and the remedy of each of commander's codes. */
const REFUSALS: Readonly<Record<string, (refusal: Refusal) => Told>> = {
  'commander.unknownCommand': ({ command }) => unknownCommand(command.args[0] ?? '', command),
  'commander.unknownOption': (refusal) => unknownOption(refusal.quoted.replace(/=.*/s, ''), refusal),
  'commander.missingMandatoryOptionValue': missingOption,
  'commander.optionMissingArgument': missingValue,
  'commander.missingArgument': missingArgument,
  'commander.excessArguments': surplusArgument,
};

/** Remedies for options that a command does not have, though they seem to belong there. */
const REMOVED: Readonly<Record<string, string>> = {
  '--baseline-strict': '--baseline is strict by itself; --baseline-tolerance chance is not.',
};

/** The form of a command, for the message of every mistake in its form. */
const FORMS: Readonly<Record<string, string>> = {
  'tooltape exec': 'Write the command behind --: tooltape exec --cassette FILE -- COMMAND.',
};

/** Converts an error of commander to USAGE: the typed text, the expected one, and what to do. */
export function usageError(
  { code, message }: CommanderError,
  command: Command,
  path: string,
  argv: readonly string[],
): TooltapeError {
  const quoted = message.slice(message.indexOf("'") + 1, message.lastIndexOf("'"));
  const told = REFUSALS[code]?.({ command, path, argv, quoted });
  const [text, remedy] = told ?? [message.replace(/^error: /, ''), null];
  return new TooltapeError('USAGE', text, { remedy: remedy ?? seeHelp(path) });
}

/** Calls the parser of an option. Errors: USAGE with the option, the value and what was expected. */
export function parseValue<T>(option: Option, path: string, value: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UnexpectedValue)) throw error;
    const typed = value.trim() === '' ? JSON.stringify(value) : shorten(value, 80);
    throw new TooltapeError('USAGE', `${option.long ?? option.flags} ${typed}: expected ${error.expected}`, {
      remedy: error.remedy ?? seeHelp(path),
    });
  }
}

/** Tells that a group of commands has no command of this name. */
export function unknownCommand(name: string, group: Command): Told {
  const known = group.commands.map((each) => each.name());
  const near = closest(name, known);
  const message = `there is no command ${JSON.stringify(name)}${near === null ? '' : `; did you mean ${near}?`}`;
  return [message, known.length === 0 ? null : `Name one of: ${known.join(', ')}.`];
}

/** An argument as the help shows it: `<name>`, `[paths...]`. */
export function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function unknownOption(name: string, { command, path }: Refusal): Told {
  const near = closest(name, longOptions(command));
  const removed = REMOVED[name];
  const message = `unknown option ${name}${near === null || removed !== undefined ? '' : `; did you mean ${near}?`}`;
  if (removed !== undefined) return [message, removed];
  if (path === 'tooltape replay' && LIVE_ONLY.has(name.replace(/^--/, ''))) {
    return [message, 'A replay sends and records nothing; this option belongs to `tooltape run`.'];
  }
  return [message, FORMS[path] ?? null];
}

/** Commander looks for missing options first. The message is about a mistyped one where it is near the missing one. */
function missingOption(refusal: Refusal): Told {
  const { command, path, argv } = refusal;
  const missing = command.options.find((option) => option.mandatory && !isGiven(option, command));
  const known = longOptions(command);
  const own = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);
  const typed = own.map((word) => word.replace(/=.*/s, '')).find((word) => /^--\w/.test(word) && !known.includes(word));
  if (typed !== undefined && closest(typed, known) === missing?.long) return unknownOption(typed, refusal);
  return [
    `${missing === undefined ? 'an option' : longFlags(missing)} is missing`,
    FORMS[path] ?? writtenLike(refusal),
  ];
}

function isGiven(option: Option, command: Command): boolean {
  return command.getOptionValue(option.attributeName()) !== undefined;
}

function missingValue({ command, path, quoted }: Refusal): Told {
  const option = command.options.find(({ flags }) => flags === quoted);
  const [name, value = 'a value'] = (option === undefined ? quoted : longFlags(option)).split(' ');
  return [`${name}: expected ${value}, found nothing`, FORMS[path] ?? null];
}

function missingArgument(refusal: Refusal): Told {
  const { command, path } = refusal;
  const missing = command.registeredArguments.find((each, at) => each.required && command.args[at] === undefined);
  const term = missing === undefined ? 'an argument' : argumentTerm(missing);
  return [`expected ${term}, found nothing`, FORMS[path] ?? writtenLike(refusal)];
}

function surplusArgument(refusal: Refusal): Told {
  const { command, path } = refusal;
  const { args, registeredArguments: wanted } = command;
  const most = wanted.length === 1 ? 'one argument' : `${wanted.length} arguments`;
  const atMost = wanted.every(({ required }) => required) ? most : `at most ${most}`;
  const expected = wanted.length === 0 ? 'no argument' : `${atMost}, ${wanted.map(argumentTerm).join(' ')}`;
  const message = `expected ${expected}, found ${args.length === 1 ? '' : `${args.length}: `}${args.map((arg) => shorten(arg, 80)).join(' ')}`;
  if (wanted.length === 0 && longOptions(command).includes('--cassettes')) {
    return [message, `It reads all recordings of a folder, which --cassettes names: ${path} --cassettes <dir>.`];
  }
  return [message, writtenLike(refusal)];
}

/** `Write it like: tooltape merge <runs...> --output <file>. See …`: the arguments and the options that must be there. */
function writtenLike({ command, path }: Refusal): string {
  const needed = command.options.filter(({ mandatory, defaultValue }) => mandatory && defaultValue === undefined);
  const words = [path, ...command.registeredArguments.map(argumentTerm), ...needed.map(longFlags)];
  return `Write it like: ${words.join(' ')}. ${seeHelp(path)}`;
}

function seeHelp(path: string): string {
  return `See \`${path} --help\`.`;
}

/** `--output <file>` of `-o, --output <file>`. */
function longFlags({ flags }: Option): string {
  return flags.replace(/^-\w, /, '');
}

function longOptions(command: Command): readonly string[] {
  return command.options.flatMap(({ long }) => long ?? []);
}

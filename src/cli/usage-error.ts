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
}

/** A message, and what to do; null for a look at the help of the command. */
type Told = readonly [message: string, remedy: string | null];

/** The message and the remedy of each of commander's codes. */
const REFUSALS: Readonly<Record<string, (refusal: Refusal) => Told>> = {
  'commander.unknownCommand': ({ command }) => unknownCommand(command.args[0] ?? '', command),
  'commander.unknownOption': (refusal) => unknownOption(refusedOption(refusal), refusal),
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
  const told = REFUSALS[code]?.({ command, path, argv });
  const [text, remedy] = told ?? [message.replace(/^error: /, ''), null];
  return new TooltapeError('USAGE', text, { remedy: remedy ?? seeHelp(path) });
}

/**
 * Calls the parser of an option. Errors: USAGE with the option, the value and what was expected; also for an empty value, which an
 * unset variable of the shell leaves.
 */
export function parseValue<T>(option: Option, path: string, value: string, parse: () => T): T {
  if (value.trim() === '') {
    const [message, remedy] = valueWanted(option, path, 'an empty text');
    throw new TooltapeError('USAGE', message, { remedy: remedy ?? seeHelp(path) });
  }
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof UnexpectedValue)) throw error;
    const message = `${option.long ?? option.flags} ${shorten(value, 80)}: expected ${error.expected}`;
    throw new TooltapeError('USAGE', message, { remedy: error.remedy ?? seeHelp(path) });
  }
}

/** Errors: USAGE where an argument is an empty text. The arguments of another program may be. */
export function expectArguments(command: Command, path: string): void {
  const empty = command.args.findIndex((arg) => arg.trim() === '');
  if (empty === -1 || FORMS[path] !== undefined) return;
  const wanted = command.registeredArguments[empty] ?? command.registeredArguments.at(-1);
  const message = `expected ${wanted === undefined ? 'an argument' : argumentTerm(wanted)}, found an empty text`;
  throw new TooltapeError('USAGE', message, { remedy: writtenLike(command, path) });
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

/** The option that the command does not know, without its value. Commander puts unknown options behind the arguments. */
function refusedOption({ command }: Refusal): string {
  const typed = command.args.find((word) => word.length > 1 && word.startsWith('-') && !/^-\.?\d/.test(word));
  return (typed ?? '').replace(/=.*/s, '');
}

function unknownOption(name: string, { command, path }: Refusal): Told {
  const near = nearOption(name, longOptions(command));
  const removed = REMOVED[name];
  const message = `unknown option ${name}${near === null || removed !== undefined ? '' : `; did you mean ${near}?`}`;
  if (removed !== undefined) return [message, removed];
  if (path === 'tooltape replay' && LIVE_ONLY.has(name.replace(/^--/, ''))) {
    return [message, 'A replay sends and records nothing; this option belongs to `tooltape run`.'];
  }
  return [message, FORMS[path] ?? (near === null ? optionElsewhere(name, command) : null)];
}

/** Names the commands that have an option of this name, or of the nearest name; null without one. */
function optionElsewhere(typed: string, command: Command): string | null {
  let root = command;
  while (root.parent) root = root.parent;
  const all = commandsOf(root, root.name());
  const known = new Set(all.flatMap(([, each]) => longOptions(each)));
  const name = known.has(typed) ? typed : typed.startsWith('--') ? closest(typed, known) : null;
  if (name === null) return null;
  const having = all.filter(([, each]) => longOptions(each).includes(name)).map(([path]) => `\`${path}\``);
  const [first = '', second] = having;
  if (second === undefined) return `${first} has ${name}.`;
  return having.length === 2 ? `${first} and ${second} have ${name}.` : `${first}, ${second} and others have ${name}.`;
}

/** Every command below a group, with the words that call it. */
function commandsOf(group: Command, path: string): (readonly [path: string, command: Command])[] {
  return group.commands.flatMap((each) => {
    const own = `${path} ${each.name()}`;
    return [[own, each] as const, ...commandsOf(each, own)];
  });
}

/** Commander looks for missing options first. The message is about a mistyped one where it is near the missing one. */
function missingOption(refusal: Refusal): Told {
  const { command, path, argv } = refusal;
  const missing = command.options.find((option) => option.mandatory && !isGiven(option, command));
  const known = longOptions(command);
  const own = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length);
  const typed = own.map((word) => word.replace(/=.*/s, '')).find((word) => /^--\w/.test(word) && !known.includes(word));
  if (typed !== undefined && nearOption(typed, known) === missing?.long) return unknownOption(typed, refusal);
  return [
    `${missing === undefined ? 'an option' : longFlags(missing)} is missing`,
    FORMS[path] ?? writtenLike(command, path),
  ];
}

function isGiven(option: Option, command: Command): boolean {
  return command.getOptionValue(option.attributeName()) !== undefined;
}

/** Only the last word of a command line can be an option without its value. */
function missingValue({ command, path, argv }: Refusal): Told {
  const last = argv.at(-1) ?? '';
  const option = command.options.find(({ long, short }) => long === last || short === last);
  return option === undefined ? [`${last}: expected a value`, null] : valueWanted(option, path, 'nothing');
}

/** An option without its value, with what the help says of it. */
function valueWanted(option: Option, path: string, found: string): Told {
  const flags = longFlags(option);
  const [name, value = 'a value'] = flags.split(' ');
  const remedy = `${flags} – ${option.description}. ${seeHelp(path)}`;
  return [`${name}: expected ${value}, found ${found}`, FORMS[path] ?? remedy];
}

/** The option nearest to a mistyped one, else the only one that the typed text is a part of: --out of --output; null without one. */
function nearOption(typed: string, known: readonly string[]): string | null {
  const part = typed.replace(/^-+/, '');
  const longer = part.length < SHORTEST_PART ? [] : known.filter((name) => name.includes(part));
  return closest(typed, known) ?? (longer.length === 1 ? (longer[0] ?? null) : null);
}

/** Letters of the shortest part of an option's name that is taken for it. */
const SHORTEST_PART = 3;

function missingArgument({ command, path }: Refusal): Told {
  const missing = command.registeredArguments.find((each, at) => each.required && command.args[at] === undefined);
  const term = missing === undefined ? 'an argument' : argumentTerm(missing);
  return [`expected ${term}, found nothing`, FORMS[path] ?? writtenLike(command, path)];
}

function surplusArgument({ command, path }: Refusal): Told {
  const { args, registeredArguments: wanted } = command;
  const most = wanted.length === 1 ? 'one argument' : `${wanted.length} arguments`;
  const atMost = wanted.every(({ required }) => required) ? most : `at most ${most}`;
  const expected = wanted.length === 0 ? 'no argument' : `${atMost}, ${wanted.map(argumentTerm).join(' ')}`;
  const message = `expected ${expected}, found ${args.length === 1 ? '' : `${args.length}: `}${args.map((arg) => shorten(arg, 80)).join(' ')}`;
  if (wanted.length === 0 && longOptions(command).includes('--cassettes')) {
    return [message, `It reads all recordings of a folder, which --cassettes names: ${path} --cassettes <dir>.`];
  }
  return [message, writtenLike(command, path)];
}

/** `Write it like: tooltape merge <runs...> --output <file>. See …`: the arguments and the options that must be there. */
function writtenLike(command: Command, path: string): string {
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

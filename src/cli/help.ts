import { Help, type Command, type CommanderError } from 'commander';
import { EXIT, EXIT_MEANING, TooltapeError } from '../domain/errors.ts';
import type { Terminal } from './output/terminal.ts';
import { argumentTerm, expectArguments, parseValue, unknownCommand, usageError } from './usage-error.ts';

/** Widest help in columns, even on a wider terminal. */
const WIDEST = 80;

/** Narrowest column of descriptions that is wrapped. */
const NARROWEST_TEXT = 16;

const OUTLINE = `
A first run, with simulated models, no key and no cost:
  $ tooltape init --yes
  $ tooltape run

Exit codes, the first that applies:
${exitCodes()}

tooltape help <command> explains a command, with examples.`;

function exitCodes(): string {
  const kinds = Object.keys(EXIT) as (keyof typeof EXIT)[];
  return kinds.map((kind) => `  ${String(EXIT[kind]).padEnd(5)}${EXIT_MEANING[kind]}`).join('\n');
}

/** Adds the `help` command, and gives errors and help of every command one style. */
export function addHelp(program: Command, terminal: Terminal, argv: readonly string[]): void {
  program.helpCommand(false).addHelpText('after', OUTLINE);
  program
    .command('help [command...]')
    .description('explain a command')
    .addHelpText('after', '\nExamples:\n  $ tooltape help cassettes verify')
    .action((names: readonly string[]) => findCommand(program, names).help());
  finish(program, 'tooltape', terminal, argv);
}

function finish(command: Command, path: string, terminal: Terminal, argv: readonly string[]): void {
  command
    .exitOverride((error) => {
      throw isHelp(error) ? error : usageError(error, command, path, argv);
    })
    .showSuggestionAfterError(false)
    .helpOption('-h, --help', 'explain the command')
    .configureHelp({
      minWidthToWrap: NARROWEST_TEXT,
      styleTitle: (title) => terminal.paintOut('bold', title),
      optionDescription: (option) => {
        const text = Help.prototype.optionDescription.call(new Help(), option);
        return option.mandatory && option.defaultValue === undefined ? `${text} (required)` : text;
      },
      subcommandTerm: (each) => [each.name(), ...each.registeredArguments.map(argumentTerm)].join(' '),
    })
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHasColors: () => terminal.color,
      getErrHasColors: () => terminal.errColor,
      getOutHelpWidth: () => Math.min(terminal.width, WIDEST),
      getErrHelpWidth: () => Math.min(terminal.width, WIDEST),
      // `main` prints every error, in one style.
      outputError: () => {},
    });
  for (const option of command.options) {
    // Commander collects the values of such an option itself, where it has no parser.
    if (option.isBoolean() || (option.variadic && option.parseArg === undefined)) continue;
    const { parseArg } = option;
    option.argParser<unknown>((value, previous) =>
      parseValue<unknown>(option, path, value, () =>
        parseArg === undefined ? value : parseArg(value, previous as never),
      ),
    );
  }
  command.hook('preAction', (_, acting) => {
    if (acting === command) expectArguments(command, path);
  });
  for (const each of command.commands) {
    if (each.commands.length > 0) each.helpCommand(false);
    finish(each, `${path} ${each.name()}`, terminal, argv);
  }
}

/** True where commander has printed help or the version, and true where it printed help because a command was missing. */
function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.help' || code === 'commander.helpDisplayed' || code === 'commander.version';
}

/** Errors: USAGE for a name that is no command. */
function findCommand(program: Command, names: readonly string[]): Command {
  let found = program;
  for (const name of names) {
    const next = found.commands.find((each) => each.name() === name);
    if (next === undefined) {
      const [message, remedy] = unknownCommand(name, found);
      throw new TooltapeError('USAGE', message, { remedy: remedy ?? `See \`tooltape help ${found.name()}\`.` });
    }
    found = next;
  }
  return found;
}

import type { Argument, Command } from 'commander';
import { closest } from '../text/closest.ts';
import { EXIT, EXIT_MEANING, TooltapeError } from '../domain/errors.ts';
import { printError } from './output/print-error.ts';
import type { Terminal } from './output/terminal.ts';
import { usageError, type NamedCommand } from './usage-error.ts';

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
    .exitOverride()
    .helpOption('-h, --help', 'explain the command')
    .configureHelp({
      minWidthToWrap: NARROWEST_TEXT,
      styleTitle: (title) => terminal.paintOut('bold', title),
      subcommandTerm: (each) => [each.name(), ...each.registeredArguments.map(argumentTerm)].join(' '),
    })
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHasColors: () => terminal.color,
      getErrHasColors: () => terminal.errColor,
      getOutHelpWidth: () => Math.min(terminal.width, WIDEST),
      getErrHelpWidth: () => Math.min(terminal.width, WIDEST),
      outputError: (text) => void printError(usageError(text, named(command, path), argv), terminal),
    });
  for (const each of command.commands) {
    if (each.commands.length > 0) each.helpCommand(false);
    finish(each, `${path} ${each.name()}`, terminal, argv);
  }
}

function named(command: Command, path: string): NamedCommand {
  const terms = command.registeredArguments.map(argumentTerm).join(' ');
  return { path, terms, options: command.options.flatMap(({ long }) => long ?? []) };
}

function argumentTerm(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Errors: USAGE for a name that is no command. */
function findCommand(program: Command, names: readonly string[]): Command {
  let found = program;
  for (const name of names) {
    const next = found.commands.find((each) => each.name() === name);
    if (next === undefined) {
      const known = found.commands.map((each) => each.name());
      const near = closest(name, known);
      throw new TooltapeError(
        'USAGE',
        `there is no command ${JSON.stringify(name)}${near === null ? '' : `; did you mean ${near}?`}`,
        { remedy: known.length === 0 ? `See \`tooltape help ${found.name()}\`.` : `Name one of: ${known.join(', ')}.` },
      );
    }
    found = next;
  }
  return found;
}

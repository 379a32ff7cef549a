import { Argument, type Command, type Option } from 'commander';
import { buildProgram } from '../src/cli/program.ts';
import type { Terminal } from '../src/cli/output/terminal.ts';
import { code, table } from './markdown.ts';

const INTRO = `# Commands

What each command does, with every argument, option and an example. \`tooltape help <command>\` prints the same in a terminal.

[How a command ends](errors.md#exit-codes) says what the exit codes mean.
`;

/** `docs/commands.md`: the help of every command, from the program itself. */
export function commandsPage(): string {
  const [program, print] = theProgram();
  const sections = leaves(program).map(({ command, path }) => section(command, path, print));
  return [INTRO, ...sections, 'This page is made by `npm run generate` from `src/cli`.\n'].join('\n');
}

/** The program of the command line, and a function that returns what it prints. */
function theProgram(): [Command, (act: () => void) => string] {
  let text = '';
  const out = (part: string): void => void (text += part);
  // Bundling puts the version in; here it would change the page with each release.
  Object.assign(globalThis, { __VERSION__: '' });
  const terminal: Partial<Terminal> = {
    out,
    err: out,
    width: 80,
    color: false,
    errColor: false,
    paintOut: (_, s) => s,
  };
  const program = buildProgram(terminal as Terminal, () => {});
  return [
    program,
    (act) => {
      text = '';
      act();
      return text;
    },
  ];
}

interface Leaf {
  readonly command: Command;
  /** `tooltape cassettes list`. */
  readonly path: string;
}

/** Commands that do something, in the order of the help. */
function leaves(program: Command, path = 'tooltape'): Leaf[] {
  return program.commands.flatMap((command) => {
    const name = `${path} ${command.name()}`;
    return command.commands.length > 0 ? leaves(command, name) : [{ command, path: name }];
  });
}

function section(command: Command, path: string, print: (act: () => void) => string): string {
  const help = print(() => command.outputHelp());
  const examples = help.split('\nExamples:\n')[1] ?? '';
  const usage = `${path}${command.options.length > 0 ? ' [options]' : ''}${command.registeredArguments.map((each) => ` ${term(each)}`).join('')}`;
  const described = command.registeredArguments.filter(({ description }) => description !== '');
  return [
    `## ${path}\n`,
    `${sentence(command.description())}\n`,
    `\`\`\`text\n${usage}\n\`\`\`\n`,
    described.length === 0
      ? null
      : table(
          ['argument', 'meaning'],
          described.map((each) => [code(term(each)), text(each.description)]),
        ),
    ...groups(command.options).map(([name, options]) =>
      table(
        [name, 'meaning'],
        options.map((option) => [code(option.flags), meaning(option)]),
      ),
    ),
    `\`\`\`text\n${examples.trimEnd().replaceAll(/^ {2}/gm, '')}\n\`\`\`\n`,
  ]
    .filter((part) => part !== null)
    .join('\n');
}

function term(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function meaning({ description, defaultValue }: Option): string {
  return defaultValue === undefined
    ? text(description)
    : `${text(description)} (default: ${code(String(defaultValue))})`;
}

/** Options under the headings of the help, in its order. */
function groups(options: readonly Option[]): (readonly [string, readonly Option[]])[] {
  const shown = options.filter(({ hidden }) => !hidden);
  const byName = Map.groupBy(shown, ({ helpGroupHeading }) => (helpGroupHeading ?? 'Options:').replace(/:$/, ''));
  return [...byName].map(([name, list]) => [name.toLowerCase(), list]);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
}

/** A description as Markdown: `<model>` is no tag. */
function text(description: string): string {
  return description.replaceAll('<', '\\<');
}

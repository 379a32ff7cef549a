import { Command, CommanderError } from 'commander';
import { EXIT } from '../domain/errors.ts';
import { PROTOCOL_NAMES } from '../domain/protocol.ts';
import { cannotWrite } from '../files/write-error.ts';
import { addExec } from './exec-command.ts';
import { addHelp } from './help.ts';
import type { Act, MakeCommand } from './command-context.ts';
import { addCassettes } from './cassette-commands.ts';
import { addImports } from './import-commands.ts';
import { addServers } from './mcp-commands.ts';
import { addRuns } from './commands/runs/add-runs.ts';
import { addRelay } from './relay-command.ts';
import { addOptions, choice, LIVE_ONLY, port, type OptionName } from './options.ts';
import { initServer } from './values/option-values.ts';
import { printError } from './output/print-error.ts';
import { parseShare } from './values/share.ts';
import { settleModules, watchProcessEnd } from './process-end.ts';
import { processTerminal, type Terminal } from './output/terminal.ts';

declare const __VERSION__: string;

const RUN_OPTIONS: readonly OptionName[] = [
  'models',
  'tag',
  'grep',
  'shard',
  'trials',
  'watch',
  'tools-from',
  'tool-order',
  'until',
  'against',
  'margin',
  'max-trials',
  'record',
  'fresh',
  'dry-run',
  'max-cost',
  'max-requests',
  'stream',
  'concurrency',
  'retries',
  'config',
  'cassettes',
  'output',
  'name',
  'reporter',
  'wire',
  'min-pass',
  'max-findings',
  'baseline',
  'baseline-tolerance',
];
/** Descriptions of the arguments of commands. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  '[paths...]': 'scenario files, folders and globs (default: scenarios)',
  '[runs...]': 'run files, or names of kept runs (default: the last run)',
  '<runs...>': 'the run files of all shards',
  '[run.json]': 'a run file, or the name of a kept run (default: the last run)',
  '<run>': 'a kept run: its name, its time, last or previous',
  '<names...>': 'names or times of kept runs',
  '<name>': 'its new name',
  '<command...>': 'the program and its arguments, behind --',
  '[dir]': 'folder of the project (default: asked for; with --yes, this one)',
  '[name]': 'scenario (default), config or relay',
  '[relay.yaml]': 'the gateway under test and its lanes (default: relay.yaml)',
  '<old>': 'the id that the recordings have (with --model: the name of the model)',
  '<new>': 'their new id, or the new name of the model',
  '[older]': 'a commit, or another folder of recordings (default: HEAD)',
  '<server>': 'an MCP server, by its name under `servers` in the configuration',
  '<tool>': 'a tool, by the name that the server has',
  '[arguments]': 'its arguments, as one JSON object (default: none)',
};

/** Runs the program and resolves to its exit code. No other code sets the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  const end = watchProcessEnd(terminal);
  process.stdout.on('error', (error) => {
    // With `| head` the reader leaves early. The command still writes its files, and ends with its own exit code.
    if (terminal.unread.aborted) return;
    end.done();
    process.exit(printError(cannotWrite('standard output', error), terminal));
  });
  // With `2>&1 | head` standard error is a closed pipe, so no warning can be printed.
  process.stderr.on('error', () => {});
  let code: number = EXIT.done;
  const program = buildProgram(terminal, (result) => (code = result), argv);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    // Commander throws after it has printed help or the version. Help in place of a missing command is a mistake.
    if (!(error instanceof CommanderError)) code = printError(error, terminal);
    else code = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  end.done();
  await settleModules();
  return end.codeAfter(code);
}

/**
 * Builds the commands with their options and help. Calls `done` with the exit code of the command that ran. `argv` is what was
 * typed, for messages; default: nothing.
 */
export function buildProgram(terminal: Terminal, done: (code: number) => void, argv: readonly string[] = []): Command {
  const program = new Command('tooltape')
    .usage('<command> [options]')
    .description('Record, replay and score how language models call tools.')
    .version(__VERSION__, '-V, --version', 'print the version')
    .commandsGroup('Run and score:');

  const command: MakeCommand = (usage, description, examples, parent = program) => {
    const [name = '', ...words] = usage.split(' ');
    const made = parent.command(name).description(description).helpGroup(parent.commandsGroup());
    for (const word of words) made.argument(word, ARGUMENTS[word]);
    return made.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ tooltape ${example}`).join('\n')}`);
  };
  const act: Act =
    (load) =>
    async (...args) => {
      const action = await load();
      // Commander appends the command itself to the arguments.
      done(await action({ terminal, version: __VERSION__ }, ...(args.slice(0, -1) as never[])));
    };

  addOptions(
    command('run [paths...]', 'score models on scenarios; record what has no recording yet', [
      'run',
      'run scenarios/weather.yaml --models gpt-4o,gemini-2.5-pro',
      'run --models all --trials 5 --reporter table,html:report.html',
      'run --models gpt-4o,gpt-4o-mini --until decided --margin 0.05',
      'run --models all --dry-run',
    ]),
    RUN_OPTIONS,
  ).action(act(async () => (await import('./commands/run.ts')).run));

  addOptions(
    command('replay [paths...]', 'score the recordings again: offline, no key, no socket', [
      'replay',
      'replay --models gpt-4o --min-pass 0.9',
      'replay scenarios/weather.yaml --watch',
      'replay --baseline baseline.json --reporter table,junit:junit.xml',
    ]),
    RUN_OPTIONS.filter((name) => !LIVE_ONLY.has(name)),
  ).action(act(async () => (await import('./commands/run.ts')).replay));

  addOptions(
    command('compare [runs...]', 'the models of one run, or what changed between two', [
      'compare',
      'compare run.json --baseline-model gpt-4o',
      'compare baseline.json run.json --baseline',
      'compare before-prompt-change --reporter html:changes.html',
    ])
      .option('--baseline-model <name>', 'compare with this model (default: the first listed)')
      .option(
        '--baseline [run.json]',
        'exit 1 when a scenario passes less often than in this run (alone: the first of two), or is missing',
      ),
    ['baseline-tolerance', 'comparison-reporter'],
  ).action(act(async () => (await import('./commands/compare.ts')).compare));

  addOptions(
    command('report [run.json]', 'write any report again, from a run file', [
      'report run.json --reporter html:report.html,junit:junit.xml',
      'report --reporter markdown',
    ]),
    ['reporter'],
  ).action(act(async () => (await import('./commands/report.ts')).report));

  command('bless [run.json]', 'write a run as the baseline to commit', ['bless', 'bless run.json -o baseline.json'])
    .option('-o, --output <file>', 'where to write it', 'baseline.json')
    .action(act(async () => (await import('./commands/bless.ts')).bless));

  command('merge <runs...>', 'join the run files of all shards into one', ['merge shard-*.json -o run.json'])
    .requiredOption('-o, --output <file>', 'where to write it')
    .action(act(async () => (await import('./commands/merge.ts')).merge));

  command('view [run.json]', 'serve the page of a run, of kept ones and of two beside each other to this machine', [
    'view',
    'view before-prompt-change --port 4020',
  ])
    .option('--port <n>', 'port to listen on (default: any free one)', port)
    .action(act(async () => (await import('./commands/view/view.ts')).view));

  addRuns(command, act);

  program.commandsGroup('Scenarios and recordings:');
  command('init [dir]', 'start a project: a scenario, a configuration, a CI example', [
    'init',
    'init evals --yes',
    'init --yes --server files="npx -y my-server"',
  ])
    .option('--yes', 'ask nothing')
    .addOption(choice('--protocol <name>', 'what the models are asked over (default: chat)', PROTOCOL_NAMES))
    .option(
      '--server <name=command>',
      'test this MCP server: a command or a URL; writes a scenario for each tool',
      initServer,
    )
    .action(act(async () => (await import('./commands/init.ts')).init));

  addOptions(
    command('check [paths...]', 'are the scenarios sound? would they notice a wrong answer?', [
      'check',
      'check scenarios/weather.yaml --min-mutation 0.95',
      'check --fix',
    ])
      .option('--fix', 'repair what is mechanical, keeping comments and layout')
      .option('--min-mutation <score>', 'exit 1 when fewer of the wrong answers are caught, 0 to 1', parseShare),
    ['tag', 'grep'],
  ).action(act(async () => (await import('./commands/check.ts')).check));

  addCassettes(command, act);
  addImports(command, act);
  addServers(command, act);
  addExec(command, act);

  program.commandsGroup('Gateways:');
  addRelay(command, act);

  program.commandsGroup('Models and more:');
  addOptions(command('models', 'what --models can name, whether the key is set, prices', ['models']), [
    'config',
  ]).action(act(async () => (await import('./commands/models.ts')).models));

  command('sandbox [paths...]', 'serve simulated models on 127.0.0.1, over every protocol', [
    'sandbox',
    'sandbox scenarios/weather.yaml --port 4010',
  ])
    .option('--port <n>', 'port to listen on (default: any free one)', port)
    .action(act(async () => (await import('./commands/sandbox.ts')).sandbox));

  command('schema [name]', 'print the JSON Schema of scenario files, of the configuration or of a relay', [
    'schema > scenario.schema.json',
    'schema config',
  ]).action(act(async () => (await import('./commands/schema.ts')).schema));

  addHelp(program, terminal, argv);
  return program;
}

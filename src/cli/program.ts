import { Command, CommanderError } from 'commander';
import { EXIT } from '../domain/errors.ts';
import { addOptions, fraction, positiveInteger, type OptionName } from './options.ts';
import { printError } from './print-error.ts';
import { processTerminal, type Terminal } from './terminal.ts';

declare const __VERSION__: string;

export interface CommandContext {
  readonly terminal: Terminal;
  readonly version: string;
}

/** A command's work, loaded when it is called; resolves to the exit code. */
type Action = (context: CommandContext, ...args: never[]) => Promise<number>;

const RUN_OPTIONS: readonly OptionName[] = [
  'models',
  'trials',
  'record',
  'concurrency',
  'tag',
  'grep',
  'shard',
  'config',
  'cassettes',
  'output',
  'reporter',
  'wire',
  'stream',
  'min-pass',
  'baseline',
  'baseline-strict',
  'max-cost',
  'max-requests',
  'dry-run',
  'retries',
];
const LIVE_ONLY: ReadonlySet<OptionName> = new Set([
  'record',
  'max-cost',
  'max-requests',
  'dry-run',
  'retries',
  'concurrency',
]);

/** Runs the program; resolves to its exit code. Nothing else sets it. */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = processTerminal();
  // A reader that closes early (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.bug),
  );
  let code: number = EXIT.done;
  const program = build(terminal, (result) => (code = result));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return printError(error, terminal);
  }
}

function build(terminal: Terminal, done: (code: number) => void): Command {
  const program = new Command('tooltape')
    .description('Record, replay and score how language models call tools.')
    .version(__VERSION__)
    .exitOverride()
    .showHelpAfterError('(run with --help for the options)')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, getOutHasColors: () => terminal.color })
    .helpCommand('help [command]', 'explain a command');

  const command = (usage: string, description: string, examples: readonly string[], parent = program): Command => {
    const made = parent.command(usage).description(description);
    return made.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ tooltape ${example}`).join('\n')}`);
  };
  const act =
    (load: () => Promise<Action>) =>
    async (...args: unknown[]): Promise<void> => {
      const action = await load();
      // Commander appends the command itself to the arguments; ours are what stands before it.
      done(await action({ terminal, version: __VERSION__ }, ...(args.slice(0, -1) as never[])));
    };

  addOptions(
    command(
      'run [paths...]',
      'run scenarios against models: replay what is recorded, record the rest, score, compare',
      [
        'run',
        'run scenarios/weather.yaml --models gpt-4o,gemini-2.5-pro',
        'run --models list --trials 5 --output run.json --reporter table,html:report.html',
        'run --dry-run --models all',
      ],
    ),
    RUN_OPTIONS,
  ).action(act(async () => (await import('./run.ts')).run));

  addOptions(
    command('replay [paths...]', 'run --record none: score the recordings again, offline, with no key and no socket', [
      'replay',
      'replay --models gpt-4o --min-pass 0.9',
      'replay --reporter junit:junit.xml,table',
    ]),
    RUN_OPTIONS.filter((name) => !LIVE_ONLY.has(name)),
  ).action(act(async () => (await import('./run.ts')).replay));

  addOptions(
    command('compare [runs...]', 'show the models of one run side by side, or what changed between two runs', [
      'compare',
      'compare run.json --baseline-model gpt-4o',
      'compare base.json new.json --reporter json',
    ])
      .option('--baseline-model <name>', 'compare with this model (default: the first listed)')
      .option(
        '--baseline [run.json]',
        'exit 1 when the run does worse than the baseline (the first of two runs), beyond chance',
      ),
    ['baseline-strict', 'reporter'],
  ).action(act(async () => (await import('./compare.ts')).compare));

  addOptions(
    command('report [run.json]', 'write any report again, from a run file', [
      'report run.json --reporter html:report.html,junit:junit.xml',
      'report --reporter markdown',
    ]),
    ['reporter'],
  ).action(act(async () => (await import('./report.ts')).report));

  command('bless [run.json]', 'write a run as the baseline to commit', ['bless', 'bless run.json -o baseline.json'])
    .option('-o, --output <file>', 'where to write it', 'baseline.json')
    .action(act(async () => (await import('./bless.ts')).bless));

  addOptions(
    command('check [paths...]', 'are the scenarios sound? lint them, and test each expectation with wrong answers', [
      'check',
      'check scenarios/weather.yaml --min-mutation 0.95',
      'check --fix',
    ])
      .option('--fix', 'repair what is mechanical, keeping comments and layout')
      .option('--min-mutation <score>', 'exit 1 when fewer of the wrong answers are caught, 0 to 1', fraction),
    ['tag', 'grep', 'config'],
  ).action(act(async () => (await import('./check.ts')).check));

  const imports = program.command('import').description('turn data of other benchmarks into scenarios and cassettes');
  command(
    'bfcl',
    'the Berkeley Function Calling Leaderboard: questions become scenarios, results become cassettes',
    [
      'import bfcl --data bfcl/data --results bfcl/result --out imported',
      'import bfcl --data bfcl/data --category parallel --out imported',
    ],
    imports,
  )
    .requiredOption('--data <dir>', 'folder of the BFCL_v4_*.json questions, with possible_answer/ in it')
    .option('--results <dir...>', 'folders of results: one model, or a folder a model')
    .option('--category <name...>', 'only these categories (default: all that are there)')
    .requiredOption('--out <dir>', 'writes scenarios/ and cassettes/ here')
    .action(act(async () => (await import('./import-bfcl.ts')).importBfclCommand));

  command('merge <runs...>', 'join the run files of all shards into one', ['merge shard-*.json -o run.json'])
    .requiredOption('-o, --output <file>', 'where to write it')
    .action(act(async () => (await import('./merge.ts')).merge));

  const cassettes = program.command('cassettes').description('list, verify, prune and redact recordings');
  addOptions(command('list', 'what is recorded: model, trials, age, size', ['cassettes list'], cassettes), [
    'cassettes',
  ]).action(act(async () => (await import('./cassettes.ts')).list));
  addOptions(
    command('verify', 'are all files whole, their keys right, and free of secrets?', ['cassettes verify'], cassettes),
    ['cassettes', 'config'],
  ).action(act(async () => (await import('./cassettes.ts')).verify));
  addOptions(
    command(
      'prune [paths...]',
      'show recordings that no scenario uses; with --yes delete them',
      ['cassettes prune --yes'],
      cassettes,
    ).option('--yes', 'delete them'),
    ['cassettes', 'config'],
  ).action(act(async () => (await import('./cassettes.ts')).prune));
  addOptions(command('redact', 'replace keys and tokens in all recordings', ['cassettes redact'], cassettes), [
    'cassettes',
    'config',
  ]).action(act(async () => (await import('./cassettes.ts')).redact));

  addOptions(
    command('sandbox [paths...]', 'serve the scenarios by simulated models, over the OpenAI protocol, on 127.0.0.1', [
      'sandbox --port 4010',
    ]).option('--port <n>', 'port to listen on (default: any free one)', positiveInteger),
    ['config'],
  ).action(act(async () => (await import('./sandbox.ts')).sandbox));

  addOptions(command('models', 'list models, their gateways, whether the key is set, and prices', ['models']), [
    'config',
  ]).action(act(async () => (await import('./models.ts')).models));

  command('init [dir]', 'start a new project: a scenario, a configuration, a CI example', ['init', 'init evals --yes'])
    .option('--yes', 'ask nothing')
    .action(act(async () => (await import('./init.ts')).init));

  command('schema [name]', 'print the JSON Schema of scenario files or of the configuration', [
    'schema scenario > scenario.schema.json',
    'schema config',
  ]).action(act(async () => (await import('./schema.ts')).schema));

  for (const each of program.commands) inherit(each);
  return program;
}

/** Every command reports its errors like the program: thrown, not by ending the process. */
function inherit(command: Command): void {
  command.exitOverride().showHelpAfterError('(run with --help for the options)');
  for (const each of command.commands) inherit(each);
}

import { InvalidArgumentError, Option, type Command } from 'commander';

export type OptionName =
  | 'models'
  | 'trials'
  | 'record'
  | 'concurrency'
  | 'retries'
  | 'tag'
  | 'grep'
  | 'shard'
  | 'config'
  | 'cassettes'
  | 'output'
  | 'reporter'
  | 'wire'
  | 'stream'
  | 'min-pass'
  | 'baseline'
  | 'baseline-strict'
  | 'max-cost'
  | 'max-requests'
  | 'dry-run';

/** Every option of the program, declared once; commands pick theirs by name. */
const OPTIONS: Record<OptionName, () => Option> = {
  models: () =>
    new Option('--models <list>', 'models to ask: a,b@gateway | list (the defaults) | all').argParser(
      nonEmpty('a model'),
    ),
  trials: () => new Option('--trials <n>', 'how often each scenario is run').argParser(positiveInteger),
  record: () =>
    new Option(
      '--record <mode>',
      'missing: replay what exists, record the rest; all: record anew; none: replay only (the default when CI is set)',
    ).choices(['missing', 'all', 'none']),
  concurrency: () => new Option('--concurrency <n>', 'trials in flight at once').argParser(positiveInteger),
  retries: () => new Option('--retries <n>', 'further attempts after a failed request').argParser(wholeNumber),
  tag: () =>
    new Option('--tag <tags>', 'only scenarios with one of these tags: a,b; may be repeated').argParser(collectList),
  grep: () => new Option('--grep <regex>', 'only scenarios whose id matches').argParser(regex),
  shard: () => new Option('--shard <i/n>', 'the i-th of n parts of the scenarios').argParser(shard),
  config: () => new Option('--config <file>', 'configuration file (default: tooltape.config.yaml, if there)'),
  cassettes: () => new Option('--cassettes <dir>', 'folder of the recordings').default('cassettes'),
  output: () => new Option('-o, --output <file>', 'write the run file here, too'),
  reporter: () =>
    new Option(
      '--reporter <list>',
      'reports, each to standard output or :file — table, json, junit, html, markdown, csv',
    ).default('table'),
  wire: () =>
    new Option('--wire <policy>', 'fair: faults of the gateway do not cost the model; raw: they do')
      .choices(['fair', 'raw'])
      .default('fair'),
  stream: () => new Option('--stream <how>', 'ask for streamed responses').choices(['true', 'false', 'both']),
  'min-pass': () =>
    new Option('--min-pass <gate>', 'exit 1 when a model passes less: 0.9, or tag=0.9; may be repeated').argParser(
      collectGate,
    ),
  baseline: () => new Option('--baseline <run.json>', 'exit 1 when a model does worse than in this run, beyond chance'),
  'baseline-strict': () => new Option('--baseline-strict', 'with --baseline: any newly failing scenario fails'),
  'max-cost': () => new Option('--max-cost <usd>', 'stop cleanly when this much is spent').argParser(positiveNumber),
  'max-requests': () =>
    new Option('--max-requests <n>', 'stop cleanly after so many requests').argParser(positiveInteger),
  'dry-run': () =>
    new Option('--dry-run', 'print how many requests, tokens and dollars the run would take; send nothing'),
};

export function addOptions(command: Command, names: readonly OptionName[]): Command {
  for (const name of names) command.addOption(OPTIONS[name]());
  return command;
}

export interface MinPass {
  /** Null for the gate over all scenarios. */
  readonly tag: string | null;
  /** 0..1. */
  readonly rate: number;
}

function nonEmpty(what: string): (value: string) => string {
  return (value) => {
    if (value.trim() === '') throw new InvalidArgumentError(`Expected ${what}, found nothing.`);
    return value;
  };
}

export function positiveInteger(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError('Expected a whole number from 1 up.');
  return Number(value);
}

function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('Expected a whole number from 0 up.');
  return Number(value);
}

function positiveNumber(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number <= 0) {
    throw new InvalidArgumentError('Expected a number above 0.');
  }
  return number;
}

export function fraction(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 0 && number <= 1))
    throw new InvalidArgumentError('Expected a number from 0 to 1.');
  return number;
}

function regex(value: string): RegExp {
  try {
    return new RegExp(value, 'u');
  } catch (error) {
    throw new InvalidArgumentError(`Expected a regular expression: ${(error as Error).message}.`);
  }
}

function shard(value: string): { index: number; count: number } {
  const match = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(value);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (match === null || index > count)
    throw new InvalidArgumentError('Expected i/n with i from 1 to n, for example 1/4.');
  return { index, count };
}

function collectList(value: string, previous: readonly string[] = []): string[] {
  return [...previous, ...value.split(',').map((item) => item.trim())].filter((item) => item !== '');
}

function collectGate(value: string, previous: readonly MinPass[] = []): MinPass[] {
  const at = value.lastIndexOf('=');
  return [...previous, { tag: at === -1 ? null : value.slice(0, at), rate: fraction(value.slice(at + 1)) }];
}

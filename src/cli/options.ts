import { RECORD_WORDS } from '../domain/recording.ts';
import { LARGEST } from '../text/largest.ts';
import { TooltapeError } from '../domain/errors.ts';
import { compilePattern, type TextPattern } from '../pattern/pattern.ts';
import { PatternStopped } from '../pattern/pattern-stopped.ts';
import { Option, type Command } from 'commander';
import { runName } from '../run/history/run-name.ts';
import { collectGate, collectList, collectTools, joined, shard } from './values/option-values.ts';
import { shareMeant, shareOrNull } from '../text/share.ts';
import { UnexpectedValue } from './values/unexpected-value.ts';
import { FINDING_LEVELS } from '../compare/gates/max-findings.ts';
import { comparisonReporters, runReporters } from '../report/reporters.ts';

export type OptionName =
  | 'models'
  | 'trials'
  | 'record'
  | 'fresh'
  | 'concurrency'
  | 'retries'
  | 'tag'
  | 'grep'
  | 'shard'
  | 'config'
  | 'cassettes'
  | 'output'
  | 'name'
  | 'reporter'
  | 'comparison-reporter'
  | 'wire'
  | 'stream'
  | 'min-pass'
  | 'baseline'
  | 'baseline-tolerance'
  | 'max-findings'
  | 'max-cost'
  | 'max-requests'
  | 'dry-run'
  | 'until'
  | 'against'
  | 'margin'
  | 'max-trials'
  | 'tools-from'
  | 'tool-order'
  | 'watch';

/** Options of runs that may send requests. */
export const LIVE_ONLY: ReadonlySet<string> = new Set<OptionName>([
  'record',
  'fresh',
  'max-cost',
  'max-requests',
  'dry-run',
  'retries',
  'concurrency',
  'until',
  'against',
  'margin',
  'max-trials',
]);

const SELECTION = 'What to run:';
const DECIDING = 'Deciding sooner:';
const REQUESTS = 'Requests:';
const FILES = 'Files:';
const VERDICT = 'Verdict and gates:';

/** Every option of the program. Commands choose theirs by name. */
const OPTIONS: Record<OptionName, () => Option> = {
  models: () =>
    new Option('--models <list>', 'a,b@gateway | list | all (default: list, in a replay what is recorded)')
      .argParser(joined())
      .helpGroup(SELECTION),
  tag: () =>
    new Option('--tag <tags>', 'only scenarios with one of these tags: a,b; may be repeated')
      .argParser(collectList)
      .helpGroup(SELECTION),
  grep: () => new Option('--grep <regex>', 'only scenarios whose id matches').argParser(regex).helpGroup(SELECTION),
  shard: () =>
    new Option('--shard <i/n>', 'the i-th of n parts of the scenarios: 1/4').argParser(shard).helpGroup(SELECTION),
  trials: () =>
    new Option('--trials <n>', 'how often each is run (default: as configured, else 1; in a replay as recorded)')
      .argParser(integer(1, LARGEST.trials))
      .helpGroup(SELECTION),
  until: () =>
    choice('--until <what>', 'decided: add trials only as long as it is open which model is better', [
      'decided',
    ]).helpGroup(DECIDING),
  against: () =>
    new Option(
      '--against <model>',
      'hold the others against this model, or: baseline (default: the first model, or --baseline)',
    ).helpGroup(DECIDING),
  margin: () =>
    new Option('--margin <m>', 'the smallest difference that matters, 0.05 is five points (default: 0.05)')
      .argParser(margin)
      .helpGroup(DECIDING),
  'max-trials': () =>
    new Option('--max-trials <n>', 'at most so many trials of a scenario and model (default: 10)')
      .argParser(integer(1, LARGEST.trials))
      .helpGroup(DECIDING),
  'tools-from': () =>
    new Option(
      '--tools-from <label=file>',
      'ask with the tools of this snapshot, as the model <model>+<label>; may be repeated to compare definitions',
    )
      .argParser(collectTools)
      .helpGroup(SELECTION),
  'tool-order': () =>
    choice('--tool-order <what>', 'both: run every trial once more with the list of tools reversed', [
      'both',
    ]).helpGroup(SELECTION),
  record: () =>
    choice(
      '--record <mode>',
      'missing: record what has no recording; all: record anew; none: replay (default: missing, none when CI is set)',
      RECORD_WORDS,
    ).helpGroup(REQUESTS),
  fresh: () =>
    new Option('--fresh', 'with --record all: discard what an earlier one recorded and could not complete').helpGroup(
      REQUESTS,
    ),
  'dry-run': () =>
    new Option('--dry-run', 'print the requests, tokens and dollars it would take; send nothing').helpGroup(REQUESTS),
  'max-cost': () =>
    new Option('--max-cost <usd>', 'stop cleanly when this much is spent').argParser(dollars).helpGroup(REQUESTS),
  'max-requests': () =>
    new Option('--max-requests <n>', 'stop cleanly after so many requests')
      .argParser(integer(1, 999_999_999))
      .helpGroup(REQUESTS),
  stream: () =>
    choice('--stream <how>', 'ask for streamed responses: true, false, or both and compare (default: false)', [
      'true',
      'false',
      'both',
    ]).helpGroup(REQUESTS),
  concurrency: () =>
    new Option('--concurrency <n>', 'trials in flight at once (default: as configured, else 8)')
      .argParser(integer(1, LARGEST.concurrency))
      .helpGroup(REQUESTS),
  retries: () =>
    new Option('--retries <n>', 'further attempts after a failed request (default: as configured, else 3)')
      .argParser(integer(0, LARGEST.retries))
      .helpGroup(REQUESTS),
  watch: () =>
    new Option('--watch', 'judge again what each save touches, until Ctrl-C; a save sends no request').helpGroup(
      SELECTION,
    ),
  config: () =>
    new Option('--config <file>', 'configuration (default: tooltape.config.yaml, if there)').helpGroup(FILES),
  cassettes: () => new Option('--cassettes <dir>', 'folder of the recordings').default('cassettes').helpGroup(FILES),
  output: () => new Option('-o, --output <file>', 'write the run file here, too').helpGroup(FILES),
  name: () =>
    new Option('--name <name>', 'keep this run under a name: `compare <name>` holds later ones against it')
      .argParser((value: string) => runName(value, '--name '))
      .helpGroup(FILES),
  reporter: () => reporter(runReporters()),
  'comparison-reporter': () => reporter(comparisonReporters()),
  wire: () =>
    choice('--wire <policy>', 'fair: faults of the gateway do not cost the model; raw: they do', ['fair', 'raw'])
      .default('fair')
      .helpGroup(VERDICT),
  'min-pass': () =>
    new Option(
      '--min-pass <gate>',
      'exit 1 when a model passes less: 0.9; tag=0.9 on a tag, each=0.9 on every scenario; may be repeated',
    )
      .argParser(collectGate)
      .helpGroup(VERDICT),
  baseline: () =>
    new Option(
      '--baseline <run.json>',
      'exit 1 when a scenario passes less often with a model than in this run, or is missing',
    ).helpGroup(VERDICT),
  'baseline-tolerance': () =>
    choice('--baseline-tolerance <what>', 'none (default), or chance: allow what chance explains', [
      'none',
      'chance',
    ]).helpGroup(VERDICT),
  'max-findings': () =>
    choice('--max-findings <level>', 'exit 1 at wire findings worse than this: none, cosmetic or degrading', [
      ...FINDING_LEVELS,
    ]).helpGroup(VERDICT),
};

/** An option whose value is one of several words. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).argParser((value: string) => {
    if (choices.includes(value)) return value;
    throw new UnexpectedValue(new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(choices));
  });
}

function reporter(reporters: ReadonlyMap<string, unknown>): Option {
  return new Option(
    '--reporter <list>',
    `reports to print, or to write with :file — ${[...reporters.keys()].join(', ')}`,
  )
    .default('table')
    .argParser(joined())
    .helpGroup(FILES);
}

/** Most options of a command that are shown without groups. */
const UNGROUPED = 6;

/** Adds options to a command, in groups where there are more than `UNGROUPED`. */
export function addOptions(command: Command, names: readonly OptionName[]): Command {
  for (const name of names) {
    const option = OPTIONS[name]();
    command.addOption(names.length > UNGROUPED ? option : option.helpGroup('Options:'));
  }
  return command;
}

/** Parses a port; 0 for a free one. */
export function port(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) {
    throw new UnexpectedValue('a port from 0 to 65535');
  }
  return Number(value);
}

/** Parses an integer in decimal digits. */
function integer(minimum: number, maximum: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^(?:0|[1-9]\d{0,14})$/.test(value) || number < minimum || number > maximum) {
      throw new UnexpectedValue(`a whole number from ${minimum} to ${maximum}`);
    }
    return number;
  };
}

function dollars(value: string): number {
  const number = Number(value);
  if (!(number > 0 && number <= LARGEST.dollars)) {
    throw new UnexpectedValue(`a number above 0, at most ${LARGEST.dollars}`);
  }
  return number;
}

/** Parses a share above 0 and below 1. */
function margin(value: string): number {
  const number = shareOrNull(value);
  if (number !== null && number > 0 && number < 1) return number;
  const meant = shareMeant(value);
  throw new UnexpectedValue(`a difference of pass rates above 0 and below 1: ${meant ?? '0.05 is five points'}`);
}

function regex(value: string): TextPattern {
  const compiled = compilePattern(value);
  if (!compiled.ok) throw new UnexpectedValue(`a regular expression: ${compiled.reason}`);
  const { source, test } = compiled.pattern;
  return {
    source,
    test: (text) => {
      try {
        return test(text);
      } catch (error) {
        if (!(error instanceof PatternStopped)) throw error;
        throw new TooltapeError('USAGE', `--grep: ${error.message}.`, {
          remedy: 'write the pattern without a loop inside a loop.',
        });
      }
    },
  };
}

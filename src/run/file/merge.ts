import { byCodeUnits } from '../../text/code-units.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { RunHeader, RunSettings, ScenarioRow, Summary, TrialRow } from '../../domain/run.ts';
import { createAggregator } from '../aggregate.ts';
import type { RunSource } from './run-file-read.ts';
import { createRunWriter, serializeTrial } from './run-file-write.ts';

/**
 * Joins the run files of all shards into the file that one run would have written, in bounded memory. Errors: RUN_FILE when
 * versions, settings or models differ, and when a shard is missing or given twice; each names its file.
 */
export function mergeRuns(
  sources: readonly RunSource[],
  output: string,
): { header: RunHeader; summary: readonly Summary[] } {
  const first = sources[0];
  if (first === undefined) throw new TooltapeError('USAGE', 'merge needs at least one run file');
  checkShards(sources);
  for (const source of sources.slice(1)) checkSame(first, source);
  const scenarios = sources.flatMap((source) => source.header.scenarios).sort((a, b) => byCodeUnits(a.id, b.id));
  checkDistinct(scenarios);
  const createdAt =
    sources
      .map((source) => source.header.createdAt)
      .sort()
      .at(-1) ?? first.header.createdAt;
  const stoppedBy = sources.find((source) => source.header.stoppedBy !== undefined)?.header.stoppedBy;
  const header: RunHeader = {
    ...first.header,
    createdAt,
    shard: null,
    ...(first.header.settings !== undefined && { settings: settingsOf(first.header.settings, sources) }),
    scenarios,
    ...(stoppedBy !== undefined && { stoppedBy }),
  };
  const aggregator = createAggregator(
    header.models.map((model) => model.name),
    scenarios,
  );
  const writer = createRunWriter(output, header);
  try {
    for (const row of mergedTrials(sources)) {
      aggregator.add(row);
      writer.addLine(serializeTrial(row));
    }
  } catch (error) {
    writer.discard();
    throw error;
  }
  const summary = aggregator.summarize();
  writer.finish(summary, header.stoppedBy ?? null);
  return { header, summary };
}

/** The settings of the whole run: the command without `--shard`, null where the shards were typed otherwise; no name. */
function settingsOf(first: RunSettings, sources: readonly RunSource[]): RunSettings {
  const commands = new Set(sources.map(({ header }) => header.settings?.command?.replace(SHARD_OPTION, '') ?? null));
  const [command = null] = commands;
  const { name: _name, ...settings } = first;
  return { ...settings, command: commands.size === 1 ? command : null };
}

/** `--shard 1/4` as a word of a command. */
const SHARD_OPTION = / --shard[ =]\d+\/\d+(?= |$)/g;

/**
 * The trials of all files in the order of one run file. Each file is sorted, so the next trial is the first by scenario id
 * among the files' next trials.
 */
function* mergedTrials(sources: readonly RunSource[]): Generator<TrialRow> {
  const heads = sources
    .map((source) => source.trials()[Symbol.iterator]())
    .map((rows) => ({ rows, next: rows.next() }));
  for (;;) {
    let best: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (head.next.done === true) continue;
      if (best === undefined || best.next.done === true || head.next.value.scenario < best.next.value.scenario)
        best = head;
    }
    if (best === undefined || best.next.done === true) return;
    yield best.next.value;
    best.next = best.rows.next();
  }
}

function checkShards(sources: readonly RunSource[]): void {
  const fail = (message: string, remedy: string): never => {
    throw new TooltapeError('RUN_FILE', message, { remedy });
  };
  const seen = new Map<number, string>();
  const count = sources[0]?.header.shard?.count;
  for (const { path, header } of sources) {
    if (header.shard === null) {
      if (sources.length === 1) return;
      return fail(`${path}: it is a whole run, not a shard`, 'Merge only files written with --shard i/n.');
    }
    if (header.shard.count !== count) {
      fail(
        `${path}: it is shard ${header.shard.index}/${header.shard.count}, but ${sources[0]?.path} is one of ${count}`,
        'Merge the shards of one run.',
      );
    }
    const other = seen.get(header.shard.index);
    if (other !== undefined)
      fail(`${path}: shard ${header.shard.index}/${count} is already in ${other}`, 'Name each shard once.');
    seen.set(header.shard.index, path);
  }
  const missing = Array.from({ length: count ?? 0 }, (_, i) => i + 1).filter((index) => !seen.has(index));
  if (missing.length > 0) {
    fail(
      `missing: ${missing.map((index) => `shard ${index}/${count}`).join(', ')}`,
      'Add the run files of these shards.',
    );
  }
}

/** Settings that are part of each request. */
const SENT = ['stream', 'temperature', 'maxTokens'] as const;

function checkSame(first: RunSource, other: RunSource): void {
  const differing: [string, unknown, unknown][] = [
    ['tool.version', first.header.tool.version, other.header.tool.version],
    ['mode', first.header.mode, other.header.mode],
    ['wire', first.header.wire, other.header.wire],
    ['toolOrder', first.header.toolOrder ?? null, other.header.toolOrder ?? null],
    ...SENT.map((name): [string, unknown, unknown] => [
      `settings.${name}`,
      (first.header.settings ?? other.header.settings)?.[name],
      (other.header.settings ?? first.header.settings)?.[name],
    ]),
    ['models', first.header.models.map(({ name }) => name), other.header.models.map(({ name }) => name)],
    ...other.header.models.map((model, at): [string, unknown, unknown] => [
      `the model ${model.name}`,
      first.header.models[at],
      model,
    ]),
  ];
  for (const [name, a, b] of differing) {
    if (JSON.stringify(a) === JSON.stringify(b)) continue;
    throw new TooltapeError(
      'RUN_FILE',
      `${other.path}: ${name} is ${JSON.stringify(b)}, but ${JSON.stringify(a)} in ${first.path}`,
      { remedy: 'Merge runs of one version, made with the same options and models.' },
    );
  }
}

function checkDistinct(scenarios: readonly ScenarioRow[]): void {
  for (const [i, scenario] of scenarios.entries()) {
    if (scenarios[i + 1]?.id !== scenario.id) continue;
    throw new TooltapeError('RUN_FILE', `scenario ${JSON.stringify(scenario.id)} is in more than one of the shards`, {
      remedy: 'Merge the shards of one run, made from the same scenarios.',
    });
  }
}

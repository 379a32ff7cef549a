import { requestDifferences, explainMiss, recordCommand, type MissContext } from '../../cassette/lookup/miss.ts';
import { type FoundRequest, sameRequests } from '../../cassette/store/same-requests.ts';
import type { StaleRecordings } from '../../domain/run.ts';
import type { Miss } from '../../domain/transcript.ts';
import { protocolAt } from '../../protocol/protocols.ts';
import { count } from '../../text/numbers.ts';
import { shellWord } from '../../text/shell.ts';
import type { PreparedRun, RunFlags } from '../prepare-run.ts';
import type { RunResult } from '../run-harness.ts';

type FoundMiss = RunResult['misses'][number];

/**
 * Trials whose requests differ from their recordings in the same way. Usually one edit causes this for every model and trial.
 */
export interface StaleGroup extends StaleRecordings {
  readonly trials: number;
  /** Why the trials miss, and the command that records them anew. */
  readonly text: string;
}

/**
 * Makes the command that records scenarios anew. Default: a command line. The library gives a function call for scenarios
 * without a file.
 */
export type CommandFor = (miss: Miss, context: MissContext) => string;

/** The trials that could not be replayed, grouped by cause; each group has one command for all of its trials. */
export function staleGroups(
  result: Pick<RunResult, 'misses'>,
  prepared: PreparedRun,
  options: RunFlags,
  commandFor: CommandFor = recordCommand,
): StaleGroup[] {
  if (result.misses.length === 0) return [];
  const further = [
    ...prepared.request.asked.repeat,
    ...(options.stream === undefined ? [] : ['--stream', options.stream]),
  ];
  const last = new Map<string, number>();
  for (const { row } of result.misses) last.set(row.scenario, Math.max(row.trial, last.get(row.scenario) ?? 1));
  const groups = new Map<string, FoundMiss[]>();
  for (const found of result.misses) {
    const { code, step, differences } = found.miss;
    const { scenario } = found.row;
    const key = JSON.stringify([code, last.get(scenario), code === 'used-up' ? [scenario, step] : differences]);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  const planned = new Set(prepared.request.cells.map(({ scenario }) => scenario.id)).size;
  const lost = result.misses.flatMap(({ miss }) => miss.key ?? []);
  const inUse = new Set(prepared.request.cells.map(({ scenario, model }) => JSON.stringify([scenario.id, model.name])));
  const elsewhere = new Map(
    [...(lost.length === 0 ? [] : sameRequests(prepared.request.cassettes, new Set(lost)))].filter(
      ([, { scenario, model }]) => !inUse.has(JSON.stringify([scenario, model])),
    ),
  );
  return [...groups.values()].map((found) =>
    groupOf(found, planned, { cassettes: options.cassettes, further, elsewhere, commandFor }),
  );
}

/** Commands that give recordings the new name of a scenario or model, where its old name still holds the same request. */
function renameHints(found: readonly FoundMiss[], elsewhere: ReadonlyMap<string, FoundRequest>): string[] {
  const hints = new Map<string, string>();
  for (const { row, miss } of found) {
    const other = elsewhere.get(miss.key ?? '');
    if (other === undefined) continue;
    const [what, from, to] =
      other.scenario === row.scenario ? ['--model', other.model, row.model] : ['', other.scenario, row.scenario];
    const words = ['tooltape', 'cassettes', 'rename', from, to, what].filter((word) => word !== '').map(shellWord);
    const command = `npx ${words.join(' ')}`;
    hints.set(command, `the same request is recorded as ${other.scenario} × ${other.model}: ${command}`);
  }
  return [...hints.values()].slice(0, RENAMES);
}

/** Most commands to rename for one group. */
const RENAMES = 10;

interface GroupContext {
  readonly cassettes: string;
  /** Arguments that every command repeats, as given. */
  readonly further: readonly string[];
  /** By request key, the scenario × model outside of this run that has recorded the same request. */
  readonly elsewhere: ReadonlyMap<string, FoundRequest>;
  readonly commandFor: CommandFor;
}

function groupOf(
  found: readonly FoundMiss[],
  planned: number,
  { cassettes, further, elsewhere, commandFor }: GroupContext,
): StaleGroup {
  const [first] = found;
  if (first === undefined) throw new Error('a group holds a miss');
  const unique = (of: (one: FoundMiss) => string): string[] => [...new Set(found.map(of))];
  const [scenario = '', ...others] = unique(({ row }) => row.scenario);
  const files = unique(({ miss }) => miss.cassette);
  const trials = [...new Set(found.map(({ row }) => row.trial))].sort((a, b) => a - b);
  const file = `${cassettes}/${first.miss.cassette}`;
  const miss = { ...first.miss, cassette: files.length === 1 ? file : `${file} and ${count(files.length - 1)} more` };
  const context = {
    scenario,
    others,
    all: others.length + 1 === planned && planned > 1,
    model: unique(({ row }) => row.model).join(','),
    trial: trials.at(-1) ?? 1,
    ...(trials.length > 1 ? { trials: numbers(trials) } : {}),
    options: further,
  };
  const command = commandFor(miss, context);
  return {
    trials: found.length,
    cells: unique(({ row }) => `${row.scenario} × ${row.model}`),
    differences: requestDifferences(miss),
    text: [explainMiss(miss, { ...context, command }), ...streamHint(first), ...renameHints(found, elsewhere)].join(
      '\n  ',
    ),
    command,
  };
}

/** Says how to replay recordings as they are, where a request differs from them in nothing but streaming. */
function streamHint({ miss: { differences } }: FoundMiss): string[] {
  const streamed = differences.map(wasStreamed).find((one) => one !== null);
  if (streamed === undefined) return [];
  const isAll = differences.every((one) => one.path.startsWith('stream') || wasStreamed(one) !== null);
  return isAll ? [`or replay as it was recorded: --stream ${streamed}`] : [];
}

/** Whether the recording is streamed, where that is the whole difference; null for another difference. Some endpoints say it. */
function wasStreamed({ path, recorded, requested }: Miss['differences'][number]): boolean | null {
  if (path === 'stream') return recorded === true;
  if (path !== 'endpoint') return null;
  const [was, is] = [recorded, requested].map((endpoint) => {
    if (typeof endpoint !== 'string') return null;
    return protocolAt(endpoint)?.contextOf({ endpoint, body: {} }, 1) ?? null;
  });
  if (!was || !is || was.requestedModel !== is.requestedModel || was.stream === is.stream) return null;
  return was.stream;
}

/** Numbers as `1–5`, or as `2, 4` where one is missing. */
function numbers(trials: readonly number[]): string {
  const [first = 1, last = first] = [trials[0], trials.at(-1)];
  return last - first + 1 === trials.length && trials.length > 2 ? `${first}–${last}` : trials.join(', ');
}

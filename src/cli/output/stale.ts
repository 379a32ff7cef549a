import { differenceLines, explainMiss, recordCommand, shellWord } from '../../cassette/lookup/miss.ts';
import { type FoundRequest, sameRequests } from '../../cassette/store/same-requests.ts';
import type { PreparedRun, RunOptions } from '../../run/prepare-run.ts';
import type { RunResult } from '../../run/run-harness.ts';
import type { StaleRecordings } from '../../report/source.ts';
import { escapeLines, escapeText } from '../../text/escape.ts';
import { count, counted } from '../../text/numbers.ts';
import type { Terminal } from './terminal.ts';

type FoundMiss = RunResult['misses'][number];

/** Trials whose requests differ from their recordings in the same way: usually one edit that touches every model and trial. */
export interface StaleGroup extends StaleRecordings {
  readonly trials: number;
  /** Why they miss, and the command that records them anew. */
  readonly text: string;
}

const SHOWN = 20;
/** Further ones are named in a line, up to this many. */
const NAMED = 200;

/** What could not be replayed, by cause, each with one command for all of its trials. */
export function staleGroups(result: RunResult, prepared: PreparedRun, options: RunOptions): StaleGroup[] {
  const further = [
    ...prepared.paths,
    ...(options.cassettes === 'cassettes' ? [] : ['--cassettes', options.cassettes]),
    ...(options.config === undefined ? [] : ['--config', options.config]),
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
    [...(lost.length === 0 ? [] : sameRequests(options.cassettes, new Set(lost)))].filter(
      ([, { scenario, model }]) => !inUse.has(JSON.stringify([scenario, model])),
    ),
  );
  return [...groups.values()].map((found) => groupOf(found, planned, options.cassettes, further, elsewhere));
}

/** Scenarios and models that were renamed: their recordings wait under the old name. */
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

/** Renamed scenarios that are pointed to. */
const RENAMES = 10;

function groupOf(
  found: readonly FoundMiss[],
  planned: number,
  cassettes: string,
  options: readonly string[],
  elsewhere: ReadonlyMap<string, FoundRequest>,
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
    options,
  };
  return {
    trials: found.length,
    cells: unique(({ row }) => `${row.scenario} × ${row.model}`),
    differences: differenceLines(miss),
    text: [explainMiss(miss, context), ...streamHint(first), ...renameHints(found, elsewhere)].join('\n  '),
    command: recordCommand(miss, context),
  };
}

/** A recording of streamed answers is whole; it is only asked for otherwise. */
function streamHint({ miss: { differences } }: FoundMiss): string[] {
  const streamed = differences.find(({ path }) => path === 'stream');
  if (streamed === undefined || !differences.every(({ path }) => path.startsWith('stream'))) return [];
  const asked = streamed.recorded === true ? 'true' : 'false';
  return [`or replay as it was recorded: --stream ${asked}`];
}

/** `1–5`, or `2, 4` with gaps. */
function numbers(trials: readonly number[]): string {
  const [first = 1, last = first] = [trials[0], trials.at(-1)];
  return last - first + 1 === trials.length && trials.length > 2 ? `${first}–${last}` : trials.join(', ');
}

/** Says what could not be replayed on standard error. */
export function printStale(groups: readonly StaleGroup[], terminal: Terminal): void {
  if (groups.length === 0) return;
  const total = groups.reduce((sum, { trials }) => sum + trials, 0);
  terminal.err(`\n${terminal.paint('red', `error CASSETTE_MISS: ${counted(total, 'trial')} could not be replayed`)}\n`);
  for (const { text } of groups.slice(0, SHOWN)) terminal.err(`${escapeLines(text)}\n`);
  const rest = groups.slice(SHOWN).flatMap(({ cells }) => cells);
  if (rest.length === 0) return;
  const named = rest.slice(0, NAMED).join('; ');
  terminal.err(
    `and also: ${escapeText(named)}${rest.length > NAMED ? `; … ${count(rest.length - NAMED)} more` : ''}\n`,
  );
}

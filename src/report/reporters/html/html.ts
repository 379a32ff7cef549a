import type { Comparison } from '../../../compare/comparison.ts';
import { gatewayCounter } from '../../../compare/compare-gateways.ts';
import { groupTally } from '../../../compare/model-groups.ts';
import { TooltapeError } from '../../../domain/errors.ts';
import type { RunHeader, TrialRow } from '../../../domain/run.ts';
import { shorten } from '../../../text/shorten.ts';
import { changeSentence } from '../../sections/comparison/change-sentence.ts';
import { pairNotes } from '../../sections/comparison/pair-table.ts';
import { editsOf } from '../../sections/edits.ts';
import type { OlderRun, Recordings, ReportOptions, ReportSource } from '../../source.ts';
import { chunkIslands, island } from './islands.ts';
import { loadReportApp, pageHead, pageTail } from './page.ts';
import { promptText } from './prompt-text.ts';
import { rawCounter, type RawCounter } from './raw-islands.ts';
import {
  BASE_ISLAND,
  ISLAND,
  SERVED,
  type AgainstIndex,
  type Islands,
  type StatusReason,
  type ReportIndex,
  type Served,
} from './report-index.ts';
import { wireCounter } from './wire-rows.ts';

const EXCERPT_LENGTH = 140;
const SEVERITY = { cosmetic: 1, degrading: 2, breaking: 3 } as const;

/**
 * The HTML report of a run, in pieces to be written in order. The file opens from disk and loads nothing. Memory is one chunk
 * of trials, and a few bytes for each trial.
 */
export function* htmlReport(source: ReportSource, options: ReportOptions = {}): Generator<string> {
  const { events, history, against, recordings } = options;
  const app = loadReportApp();
  yield pageHead(app, events);
  if (events !== undefined) {
    const served: Served = { exchanges: events.replace(/events$/, 'exchanges'), history: history ?? null };
    yield island(SERVED, JSON.stringify(served));
  }
  if (against !== undefined) yield* runIslands(against.run, BASE_ISLAND, null, null);
  const compared = against === undefined ? null : againstIndex(against, source.header);
  yield* runIslands(source, ISLAND, recordings ?? null, compared);
  yield pageTail(app, events);
}

/**
 * The page of the newer run with the older one beside it; where the models of one run are compared, the page of that run.
 * Errors: USAGE without the runs, because a comparison alone has no trials.
 */
export function htmlComparison(comparison: Comparison, options: ReportOptions): Iterable<string> {
  const { compared } = options;
  if (compared === undefined) {
    throw new TooltapeError('USAGE', 'the page of a comparison shows trials, and was given none', {
      remedy: 'Pass the runs: report(comparison, "html", { compared: { run, base: { name: "before", run: older } } }).',
    });
  }
  const { run, base } = compared;
  if (base === null || comparison.kind === 'models') return htmlReport(run, options);
  return htmlReport(run, { ...options, against: { ...base, comparison } });
}

/** All data of a run, its index last. */
function* runIslands(
  source: ReportSource,
  ids: Islands,
  recordings: Recordings | null,
  against: AgainstIndex | null,
): Generator<string> {
  const { header } = source;
  const scenarioChunks: number[] = [];
  yield* chunkIslands(ids.scenarios, header.scenarios, scenarioChunks);
  const prompts = header.scenarios.map((scenario) => promptText(scenario.messages));
  yield island(ids.search, JSON.stringify(prompts));

  const table = trialTable(header);
  const trialChunks: number[] = [];
  const groups = groupTally();
  const gateways = gatewayCounter(header.models);
  const wire = wireCounter(header.models);
  const raw = recordings === null ? null : rawCounter(recordings);
  yield* chunkIslands(ids.trials, noting(source.trials(), [table, groups, gateways, wire], raw), trialChunks);
  if (raw !== null) yield* raw.finish(ids.raw, source.trials());

  const tags = [...new Set(header.scenarios.flatMap((scenario) => scenario.tags))];
  const tagNumber = new Map(tags.map((tag, i) => [tag, i]));
  const unlisted = table.scenarioIds.length - header.scenarios.length;
  const index: ReportIndex = {
    tool: header.tool,
    createdAt: header.createdAt,
    mode: header.mode,
    wire: header.wire,
    shard: header.shard,
    settings: header.settings ?? null,
    stoppedBy: header.stoppedBy ?? null,
    models: table.models,
    summary: source.summary,
    groups: groups.finish(),
    gateways: gateways.finish(),
    wireRows: wire.finish(),
    recorded: raw?.recorded() ?? null,
    raw: raw?.index() ?? null,
    against,
    until: header.until ?? null,
    tags,
    outcomes: table.outcomes,
    scenarios: {
      id: table.scenarioIds,
      excerpt: [...prompts.map(excerptOf), ...Array<string>(unlisted).fill('')],
      tags: [
        ...header.scenarios.map((scenario) => scenario.tags.map((tag) => tagNumber.get(tag) ?? 0)),
        ...Array.from({ length: unlisted }, () => []),
      ],
    },
    trials: table.columns,
    trialChunks,
    scenarioChunks,
  };
  yield island(ids.index, JSON.stringify(index));
}

/** Edits that a page shows: it can be scrolled. */
const EDITS = 100;

function againstIndex({ name, run, comparison }: OlderRun, { scenarios, models }: RunHeader): AgainstIndex {
  const { list, more } = editsOf(run.header.scenarios, scenarios, EDITS);
  const method = pairNotes(comparison.pairs).flatMap((block) => (block.kind === 'note' ? [block.text] : []));
  return {
    name,
    sentence: changeSentence(comparison, models),
    method: method.join(' '),
    comparison,
    edits: list,
    moreEdits: more,
  };
}

interface TrialTable {
  readonly models: RunHeader['models'][number][];
  readonly scenarioIds: string[];
  readonly outcomes: StatusReason[];
  readonly columns: { readonly [column in keyof ReportIndex['trials']]: number[] };
  readonly add: (row: TrialRow) => void;
}

/** The columns of the index, filled trial by trial. Scenarios and models that the header does not list are added. */
function trialTable(header: RunHeader): TrialTable {
  const models = [...header.models];
  const scenarioIds = header.scenarios.map((scenario) => scenario.id);
  const outcomes: StatusReason[] = [];
  const columns = { scenario: [], model: [], trial: [], outcome: [], wire: [] } as TrialTable['columns'];
  const modelNumber = new Map(models.map((model, i) => [model.name, i]));
  const scenarioNumber = new Map(scenarioIds.map((id, i) => [id, i]));
  const outcomeNumber = new Map<string, number>();

  const add = (row: TrialRow): void => {
    const { status, reason } = row;
    columns.scenario.push(numberOf(scenarioNumber, row.scenario, () => scenarioIds.push(row.scenario)));
    columns.model.push(numberOf(modelNumber, row.model, () => models.push(unlistedModel(row.model))));
    columns.trial.push(row.trial);
    columns.outcome.push(numberOf(outcomeNumber, `${status} ${reason}`, () => outcomes.push({ status, reason })));
    columns.wire.push(row.findings.reduce((worst, { severity }) => Math.max(worst, SEVERITY[severity]), 0));
  };
  return { models, scenarioIds, outcomes, columns, add };
}

function numberOf(numbers: Map<string, number>, key: string, append: () => number): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = append() - 1;
    numbers.set(key, number);
  }
  return number;
}

function unlistedModel(name: string): RunHeader['models'][number] {
  return { name, servedAs: name, gateway: '', price: null, omit: [], rename: {}, source: null };
}

function* noting(
  rows: Iterable<TrialRow>,
  counters: readonly { readonly add: (row: TrialRow) => void }[],
  raw: RawCounter | null,
): Generator<TrialRow> {
  let position = 0;
  for (const row of rows) {
    for (const counter of counters) counter.add(row);
    raw?.add(row, position);
    position += 1;
    yield row;
  }
}

/** The beginning of a prompt, on one line. */
function excerptOf(prompt: string): string {
  const line = prompt
    .slice(0, EXCERPT_LENGTH * 4)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return shorten(line, EXCERPT_LENGTH);
}

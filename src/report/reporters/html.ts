import { groupTally, type GroupTally } from '../../compare/model-groups.ts';
import type { RunHeader, TrialRow } from '../../domain/run.ts';
import { chunkIslands, island } from './html-data.ts';
import { ISLAND, type Outcome, type ReportIndex } from './html-index.ts';
import { loadReportApp, pageHead, pageTail } from './html-page.ts';
import { promptText } from './html-prompt.ts';
import type { ReportOptions, ReportSource } from '../source.ts';
import { shorten } from '../../text/shorten.ts';

const EXCERPT_LENGTH = 140;
const SEVERITY = { cosmetic: 1, degrading: 2, breaking: 3 } as const;

/**
 * The HTML report of a run, in pieces to be written in order. The file opens from disk and loads nothing. Memory is one chunk
 * of trials, and a few bytes for each trial.
 */
export function* htmlReport(source: ReportSource, { events }: ReportOptions = {}): Generator<string> {
  const { header } = source;
  const app = loadReportApp();
  yield pageHead(app, events);

  const scenarioChunks: number[] = [];
  yield* chunkIslands(ISLAND.scenarios, header.scenarios, scenarioChunks);
  const prompts = header.scenarios.map((scenario) => promptText(scenario.messages));
  yield island(ISLAND.search, JSON.stringify(prompts));

  const table = trialTable(header);
  const trialChunks: number[] = [];
  const groups = groupTally();
  yield* chunkIslands(ISLAND.trials, noting(source.trials(), table, groups), trialChunks);

  const tags = [...new Set(header.scenarios.flatMap((scenario) => scenario.tags))];
  const tagNumber = new Map(tags.map((tag, i) => [tag, i]));
  const unlisted = table.scenarioIds.length - header.scenarios.length;
  const index: ReportIndex = {
    tool: header.tool,
    createdAt: header.createdAt,
    mode: header.mode,
    wire: header.wire,
    shard: header.shard,
    models: table.models,
    summary: source.summary,
    groups: groups.finish(),
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
  yield island(ISLAND.index, JSON.stringify(index));
  yield pageTail(app, events);
}

interface TrialTable {
  readonly models: RunHeader['models'][number][];
  readonly scenarioIds: string[];
  readonly outcomes: Outcome[];
  readonly columns: { readonly [column in keyof ReportIndex['trials']]: number[] };
  readonly add: (row: TrialRow) => void;
}

/** The columns of the index, filled trial by trial. Scenarios and models that the header does not list are added. */
function trialTable(header: RunHeader): TrialTable {
  const models = [...header.models];
  const scenarioIds = header.scenarios.map((scenario) => scenario.id);
  const outcomes: Outcome[] = [];
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

function* noting(rows: Iterable<TrialRow>, table: TrialTable, groups: GroupTally): Generator<TrialRow> {
  for (const row of rows) {
    table.add(row);
    groups.add(row);
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

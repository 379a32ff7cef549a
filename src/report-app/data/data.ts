import type { Interaction } from '../../domain/recording.ts';
import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import {
  BASE_ISLAND,
  ISLAND,
  SERVED,
  type Islands,
  type ReportIndex,
  type Served,
} from '../../report/reporters/html/report-index.ts';

/** Decodes the element with this id: base64 of gzip of JSON. Throws when the page lacks the element. */
async function read<T>(id: string): Promise<T> {
  const element = document.getElementById(id);
  if (element === null)
    throw new Error(`The report is incomplete: ${id} is missing. The file may have been cut short.`);
  const packed = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as T;
}

const idsOf = new WeakMap<ReportIndex, Islands>();

/** Returns the index of the run that the page shows. */
export function readIndex(): Promise<ReportIndex> {
  return indexIn(ISLAND);
}

/** Returns the index of the older run that the page compares with; null when the page shows one run. */
export async function readBase({ against }: ReportIndex): Promise<ReportIndex | null> {
  return against === null ? null : indexIn(BASE_ISLAND);
}

async function indexIn(ids: Islands): Promise<ReportIndex> {
  const index = await read<ReportIndex>(ids.index);
  idsOf.set(index, ids);
  return index;
}

/** Returns the whole user prompts by scenario, for the text filter. */
export function readPrompts(): Promise<readonly string[]> {
  return read(ISLAND.search);
}

/** Returns what the `tooltape view` server offers: the address for recordings, and its runs; null when the page is a file. */
export async function readServed(): Promise<Served | null> {
  return document.getElementById(SERVED) === null ? null : read(SERVED);
}

const chunks = new Map<string, Promise<readonly unknown[]>>();
const KEPT_CHUNKS = 24;

/** Returns a row from its chunk. The most recently used chunks stay decoded, because neighbouring trials share a chunk. */
async function readRow<T>(id: string, starts: readonly number[], position: number): Promise<T> {
  const chunk = starts.findLastIndex((start) => start <= position);
  const key = `${id}-${chunk}`;
  let rows = chunks.get(key);
  if (rows === undefined) rows = read<readonly unknown[]>(key);
  else chunks.delete(key);
  chunks.set(key, rows);
  if (chunks.size > KEPT_CHUNKS) chunks.delete(chunks.keys().next().value ?? '');
  return (await rows)[position - (starts[chunk] ?? 0)] as T;
}

export function readTrial(index: ReportIndex, position: number): Promise<TrialRow> {
  return readRow(idsIn(index).trials, index.trialChunks, position);
}

/** Returns a scenario as written; null when the run file holds only trials of that scenario. */
export async function readScenario(index: ReportIndex, scenario: number): Promise<ScenarioRow | null> {
  if (index.scenarioChunks.length === 0) return null;
  return (await readRow<ScenarioRow | undefined>(idsIn(index).scenarios, index.scenarioChunks, scenario)) ?? null;
}

/**
 * Returns the requests and responses of a trial, from the page if it holds them, else from the `tooltape view` server. Null when
 * the page is a file without them, and when the server no longer has the recording. Throws when the server answers an error.
 */
export async function readExchanges(
  index: ReportIndex,
  position: number,
  hash: string,
): Promise<readonly Interaction[] | null> {
  const place = index.raw?.positions.indexOf(position) ?? -1;
  if (index.raw !== null && place !== -1) return readRow(idsIn(index).raw, index.raw.chunks, place);
  const served = await readServed();
  return served === null ? null : askServer(served, index, position, hash);
}

async function askServer(
  { exchanges, history }: Served,
  index: ReportIndex,
  position: number,
  hash: string,
): Promise<readonly Interaction[] | null> {
  const run = idsIn(index) === BASE_ISLAND ? history?.against : history?.shown;
  const query = new URLSearchParams({
    scenario: index.scenarios.id[index.trials.scenario[position] ?? -1] ?? '',
    model: index.models[index.trials.model[position] ?? -1]?.name ?? '',
    trial: String(index.trials.trial[position] ?? 1),
    run: run ?? '',
    hash,
  });
  const response = await fetch(`${exchanges}?${query.toString()}`);
  if (!response.ok) throw new Error(`The server answered ${response.status}: is \`tooltape view\` still running?`);
  return (await response.json()) as readonly Interaction[] | null;
}

function idsIn(index: ReportIndex): Islands {
  return idsOf.get(index) ?? ISLAND;
}

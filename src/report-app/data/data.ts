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

/** Reads a value out of the page: base64, gzip, JSON. */
async function read<T>(id: string): Promise<T> {
  const element = document.getElementById(id);
  if (element === null)
    throw new Error(`The report is incomplete: ${id} is missing. The file may have been cut short.`);
  const packed = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as T;
}

const idsOf = new WeakMap<ReportIndex, Islands>();

/** The run that the page is about. */
export function readIndex(): Promise<ReportIndex> {
  return indexIn(ISLAND);
}

/** The older run that it is held against; null where it stands alone. */
export async function readBase({ against }: ReportIndex): Promise<ReportIndex | null> {
  return against === null ? null : indexIn(BASE_ISLAND);
}

async function indexIn(ids: Islands): Promise<ReportIndex> {
  const index = await read<ReportIndex>(ids.index);
  idsOf.set(index, ids);
  return index;
}

/** What users say in the scenarios, whole, for the text filter. */
export function readPrompts(): Promise<readonly string[]> {
  return read(ISLAND.search);
}

/** The server that the page comes from; null where the page is a file. */
export async function readServed(): Promise<Served | null> {
  return document.getElementById(SERVED) === null ? null : read(SERVED);
}

const chunks = new Map<string, Promise<readonly unknown[]>>();
const KEPT_CHUNKS = 24;

/** Finds the chunk that holds a row; the latest chunks stay decoded. */
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

/** Null for a scenario that only a trial names. */
export async function readScenario(index: ReportIndex, scenario: number): Promise<ScenarioRow | null> {
  if (index.scenarioChunks.length === 0) return null;
  return (await readRow<ScenarioRow | undefined>(idsIn(index).scenarios, index.scenarioChunks, scenario)) ?? null;
}

/**
 * The requests and responses of a trial: out of the page, else from the server that the page comes from. Null where the page is a
 * file that does not hold them, and where the recording is gone.
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

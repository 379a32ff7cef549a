import type { ScenarioRow, TrialRow } from '../../domain/run.ts';
import { ISLAND, type ReportIndex } from '../../report/reporters/html-index.ts';

/** Reads a value out of the page: base64, gzip, JSON. */
async function read<T>(id: string): Promise<T> {
  const element = document.getElementById(id);
  if (element === null)
    throw new Error(`The report is incomplete: ${id} is missing. The file may have been cut short.`);
  const packed = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as T;
}

export function readIndex(): Promise<ReportIndex> {
  return read(ISLAND.index);
}

/** What users say in the scenarios, whole, for the text filter. */
export function readPrompts(): Promise<readonly string[]> {
  return read(ISLAND.search);
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
  return readRow(ISLAND.trials, index.trialChunks, position);
}

/** Null for a scenario that only a trial names. */
export async function readScenario(index: ReportIndex, scenario: number): Promise<ScenarioRow | null> {
  if (index.scenarioChunks.length === 0) return null;
  return (await readRow<ScenarioRow | undefined>(ISLAND.scenarios, index.scenarioChunks, scenario)) ?? null;
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ScenarioPlace } from '../../domain/run.ts';
import type { Scenario } from '../../domain/scenario.ts';

/**
 * Returns a function from a scenario's id to its file and the line that holds the id, from 1; null for an id of no scenario, and
 * for a scenario without a file. Files are relative to `cwd`, and are read when the function is called.
 */
export function scenarioPlaces(scenarios: readonly Scenario[], cwd: string): (id: string) => ScenarioPlace | null {
  const files = new Map(scenarios.map(({ id, file }) => [id, file]));
  return (id) => {
    const file = files.get(id);
    const line = file === undefined ? null : lineOf(resolve(cwd, file), id);
    return file === undefined || line === null ? null : { file, line };
  };
}

/** The first line where a key `id` has this value, else 1; null where the file cannot be read. */
function lineOf(file: string, id: string): number | null {
  try {
    const at = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => /^[\s{"'-]*id["']?\s*:/.test(line) && line.includes(id));
    return Math.max(0, at) + 1;
  } catch {
    return null;
  }
}

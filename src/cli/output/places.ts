import { readFileSync } from 'node:fs';
import type { PreparedRun } from '../../run/prepare-run.ts';

/** Where each scenario of a run stands: its file and, from 1, the line that holds its id. */
export function placesOf({ request }: PreparedRun): (scenario: string) => { file: string; line: number } | null {
  const files = new Map(request.cells.map(({ scenario }) => [scenario.id, scenario.file]));
  return (id) => {
    const file = files.get(id);
    return file === undefined ? null : { file, line: lineOf(file, id) };
  };
}

function lineOf(file: string, id: string): number {
  try {
    const at = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => /^[\s{"'-]*id["']?\s*:/.test(line) && line.includes(id));
    return Math.max(0, at) + 1;
  } catch {
    return 1;
  }
}

import { TooltapeError } from '../../domain/errors.ts';
import type { CassetteMeta } from './format.ts';

type Cell = Pick<CassetteMeta, 'scenario' | 'model'>;

/**
 * False where a file system that ignores case answers with the file of another name.
 * Errors: CASSETTE_FORMAT when the file was copied or renamed.
 */
export function belongsTo(cassette: Cell, scenario: string, model: string, file: string): boolean {
  if (cassette.scenario === scenario && cassette.model === model) return true;
  if (differOnlyInCase(cassette, { scenario, model })) return false;
  throw new TooltapeError(
    'CASSETTE_FORMAT',
    `${file}: expected the recordings of ${scenario} × ${model}, found those of ${cassette.scenario} × ${cassette.model}`,
    { remedy: 'Move the file to where its names say, or correct "scenario" and "model" in it.' },
  );
}

/** Two cells that a file system which ignores case puts into one file. */
export function differOnlyInCase(a: Cell, b: Cell): boolean {
  if (a.scenario === b.scenario && a.model === b.model) return false;
  return `${a.scenario}\n${a.model}`.toLowerCase() === `${b.scenario}\n${b.model}`.toLowerCase();
}

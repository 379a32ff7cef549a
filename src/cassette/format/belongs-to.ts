import { TooltapeError } from '../../domain/errors.ts';
import type { CassetteMeta } from './format.ts';

type Cell = Pick<CassetteMeta, 'scenario' | 'model'>;

/**
 * Whether the cassette in `file` is that of this scenario and model. False on a file system that ignores case, where the file of
 * `GPT-4o` is opened under the name `gpt-4o`.
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

/** True when the names of two cells differ only in case. A file system that ignores case has one file for both. */
export function differOnlyInCase(a: Cell, b: Cell): boolean {
  if (a.scenario === b.scenario && a.model === b.model) return false;
  return `${a.scenario}\n${a.model}`.toLowerCase() === `${b.scenario}\n${b.model}`.toLowerCase();
}

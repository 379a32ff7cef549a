import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Beside the checkout, as the other data of tests; `TOOLTAPE_DATA` names another folder. */
const DATASETS = process.env['TOOLTAPE_DATA'] ?? resolve(import.meta.dirname, '../../../shared/datasets');

/** The folder of a data set that is not part of the project; null, with a word on stderr, where it is not there. */
export function dataFolder(name: string, holds: string): string | null {
  const folder = join(DATASETS, name);
  if (existsSync(join(folder, holds))) return folder;
  process.stderr.write(`skipped: there is no ${join(folder, holds)}, so tests of ${name} are not run\n`);
  return null;
}

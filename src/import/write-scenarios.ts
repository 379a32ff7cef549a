import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { BfclItem } from './bfcl-questions.ts';

/** Writes the scenarios of a category as one file, one scenario a line. They are bare: a request holds messages and tools only. */
export function writeScenarios(file: string, category: string, items: Iterable<BfclItem>): void {
  const defaults: JsonObject = { tags: [category], rules: 'bfcl', bare: true, max_steps: 1 };
  const lines = Array.from(items, ({ scenario }) => JSON.stringify(scenario));
  const text = `{"defaults":${JSON.stringify(defaults)},"scenarios":[\n${lines.join(',\n')}\n]}\n`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.tmp`, text);
    renameSync(`${file}.tmp`, file);
  } catch (error) {
    throw new TooltapeError('OUTPUT', `\`${file}\` cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

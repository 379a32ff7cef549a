import { dirname } from 'node:path';
import { writeFileAtomically } from '../files/atomic-write.ts';
import { prepareFolder } from '../files/make-folder.ts';
import type { JsonObject } from '../json/json.ts';
import type { BfclItem } from './bfcl/bfcl-questions.ts';

/** Writes the scenarios of a category as one file, one scenario a line. They are bare: a request holds messages and tools only. Errors: OUTPUT. */
export function writeScenarios(file: string, category: string, items: Iterable<BfclItem>): void {
  const defaults: JsonObject = { tags: [category], rules: 'bfcl', bare: true, max_steps: 1 };
  const lines = Array.from(items, ({ scenario }) => JSON.stringify(scenario));
  const text = `{"defaults":${JSON.stringify(defaults)},"scenarios":[\n${lines.join(',\n')}\n]}\n`;
  prepareFolder(dirname(file));
  writeFileAtomically(file, text);
}

import { writeFileSync } from 'node:fs';
import { configFile } from '../src/config/shape.ts';
import { jsonSchema } from '../src/document/shape.ts';
import { scenarioFile } from '../src/scenario/shape/shape.ts';
import { matchersPage } from './matchers-page.ts';

/** Files that are made from the code: name and content. `npm run generate` writes them, a test compares them. */
export const GENERATED: readonly { readonly file: string; readonly content: string }[] = [
  { file: 'schema/scenario.schema.json', content: asText(jsonSchema(scenarioFile, 'tooltape scenario file')) },
  { file: 'schema/config.schema.json', content: asText(jsonSchema(configFile, 'tooltape.config.yaml')) },
  { file: 'docs/matchers.md', content: matchersPage() },
];

function asText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (import.meta.main) {
  for (const { file, content } of GENERATED) {
    writeFileSync(new URL(`../${file}`, import.meta.url), content);
    console.log(`wrote ${file}`);
  }
}

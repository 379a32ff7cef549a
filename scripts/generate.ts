import { readFileSync, writeFileSync } from 'node:fs';
import { configFile } from '../src/config/shape.ts';
import { jsonSchema } from '../src/document/shape.ts';
import { relayFile } from '../src/relay/config/shape.ts';
import { scenarioFile } from '../src/scenario/shape/shape.ts';
import { checksByProtocol, checksTable } from './checks-tables.ts';
import { commandsPage } from './commands-page.ts';
import { errorsPage, exitCodeTable } from './errors-page.ts';
import { examplesPage } from './examples-page.ts';
import { keysTable, objectAt } from './keys-table.ts';
import { lintsPage } from './lints-page.ts';
import { withRegions } from './markdown.ts';
import { matchersPage } from './matchers-page.ts';
import { placesTable, situationsTable, sourcesTable, wordsTable } from './relay-tables.ts';
import { reportersTable } from './reporters-table.ts';
import { runFilePage } from './run-file-page.ts';
import { shapesTable } from './shapes-table.ts';
import {
  endWordsTable,
  errorWordsTable,
  leaksTable,
  reportedCallsTable,
  statusTable,
  waitsTable,
} from './wire-tables.ts';

const CONFIG = jsonSchema(configFile, 'tooltape.config.yaml');
const configKeys = (name: string): string => keysTable(CONFIG, objectAt(objectAt(CONFIG, 'definitions'), name));

/** Files that are made from the code, as a whole or in the regions of a page. `npm run generate` writes them. */
export const GENERATED: readonly { readonly file: string; readonly content: string }[] = [
  { file: 'schema/scenario.schema.json', content: asText(jsonSchema(scenarioFile, 'tooltape scenario file')) },
  { file: 'schema/relay.schema.json', content: asText(jsonSchema(relayFile, 'relay.yaml of tooltape relay')) },
  { file: 'schema/config.schema.json', content: asText(CONFIG) },
  { file: 'docs/matchers.md', content: matchersPage() },
  { file: 'docs/errors.md', content: errorsPage() },
  { file: 'docs/lints.md', content: lintsPage() },
  { file: 'docs/commands.md', content: commandsPage() },
  { file: 'docs/examples.md', content: examplesPage() },
  { file: 'docs/run-file.md', content: runFilePage() },
  page('docs/configuration.md', {
    'keys of the file': keysTable(CONFIG, CONFIG),
    'keys of a gateway': configKeys('gateway'),
    'keys of a model': configKeys('model'),
    'keys of an agent': configKeys('agent'),
    'keys of a server': configKeys('server'),
    'keys of defaults': keysTable(CONFIG, objectAt(objectAt(CONFIG, 'properties'), 'defaults')),
  }),
  page('docs/wire.md', {
    checks: checksTable(),
    'checks by protocol': checksByProtocol(),
    'words of the end': endWordsTable(),
    'reported calls': reportedCallsTable(),
    'error words': errorWordsTable(),
    statuses: statusTable(),
    waits: waitsTable(),
    leaks: leaksTable(),
  }),
  page('docs/relay.md', { words: wordsTable() }),
  page('docs/relay-fields.md', { situations: situationsTable(), places: placesTable(), sources: sourcesTable() }),
  page('docs/security.md', { shapes: shapesTable() }),
  page('docs/ci.md', { reporters: reportersTable(), 'exit codes': exitCodeTable() }),
];

function asText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A page that people write, but for its generated regions. */
function page(file: string, regions: Readonly<Record<string, string>>): { file: string; content: string } {
  return { file, content: withRegions(read(file) ?? '', regions) };
}

/** Null where the file is not there yet. */
function read(file: string): string | null {
  try {
    return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  } catch {
    return null;
  }
}

/** With `--check` nothing is written, and the files that are not as the code says end it with exit 1. */
if (import.meta.main) {
  const stale = GENERATED.filter(({ file, content }) => read(file) !== content);
  if (process.argv.includes('--check')) {
    for (const { file } of stale) console.log(`${file} is not what the code says: npm run generate`);
    if (stale.length > 0) process.exitCode = 1;
  } else {
    for (const { file, content } of stale) {
      writeFileSync(new URL(`../${file}`, import.meta.url), content);
      console.log(`wrote ${file}`);
    }
  }
}

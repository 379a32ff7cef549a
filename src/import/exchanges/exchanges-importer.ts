import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import type { Exchange, Refused } from './exchange.ts';
import { optionValue, type ImportContext, type Importer, type ImportOutcome, type ImportRequest } from '../importer.ts';

/** `tooltape import exchanges`. */
export const exchangesImporter: Importer = {
  help: 'recorded exchanges of any client: conversations become scenarios, answers cassettes',
  argument: {
    term: '<files...>',
    help: 'JSON lines of { request, response }, logs of LiteLLM or OpenAI batches, HAR, VCR, aimock',
  },
  options: [
    {
      flags: '--out <dir>',
      help: 'writes scenarios/, cassettes/ and import.json here',
      required: true,
      writes: 'folder',
    },
  ],
  examples: ['traffic.jsonl --out imported', 'session.har tests/cassettes/*.yaml --out imported'],
  load: async () => {
    const { readExchangeFile } = await import('./read-exchange-file.ts');
    const { importExchanges } = await import('./import-exchanges.ts');
    return (request, context) => run(request, context, readExchangeFile, importExchanges);
  },
};

async function run(
  request: ImportRequest,
  { clock, onProgress }: ImportContext,
  readExchangeFile: typeof import('./read-exchange-file.ts').readExchangeFile,
  importExchanges: typeof import('./import-exchanges.ts').importExchanges,
): Promise<ImportOutcome> {
  const out = optionValue(request, 'out') ?? '';
  const files = request.paths;
  const names = fileNames(files);
  const inputs = files.flatMap((file, i) => {
    const read = readOneOf(files, i, () => readExchangeFile(file, names[i]), names);
    onProgress(i + 1, files.length);
    return read;
  });
  const imported = await importExchanges({ inputs, out, clock });
  const refused = imported.inputs.filter((input) => 'refused' in input);
  const scenarios = `${out}/scenarios`;
  return {
    result: [
      ...[...imported.counts].map(
        ([protocol, { scenarios: made, exchanges }]) => `${protocol}: ${exchanges} exchanges in ${made} scenarios`,
      ),
      ...(refused.length === 0
        ? []
        : [`refused: ${refused.length} exchanges, each with the reason in ${out}/import.json`]),
    ],
    notes: [],
    warnings: [],
    next: imported.counts.size === 0 ? null : ['replay', '--cassettes', `${out}/cassettes`, scenarios],
  };
}

/** Names of inputs: the file name, or the path where another file has the same name. */
function fileNames(files: readonly string[]): readonly string[] {
  const owners = Map.groupBy(files, (file) => basename(file));
  return files.map((file) => ((owners.get(basename(file))?.length ?? 0) > 1 ? file : basename(file)));
}

/**
 * Reads one of several files. A file without exchanges is refused like an exchange, so that the other files are still imported.
 */
function readOneOf(
  files: readonly string[],
  index: number,
  read: () => (Exchange | Refused)[],
  names: readonly string[],
): (Exchange | Refused)[] {
  try {
    return read();
  } catch (error) {
    const isThere = existsSync(files[index] ?? '');
    if (files.length === 1 || !isThere || !(error instanceof TooltapeError)) throw error;
    const name = names[index] ?? '';
    return [{ id: name, source: name, refused: error.message.replace(/^.*?: /, '') }];
  }
}

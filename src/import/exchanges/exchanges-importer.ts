import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { counted } from '../../text/numbers.ts';
import { shorten } from '../../text/shorten.ts';
import type { InputExchange, Refused } from './exchange.ts';
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
  const refused = imported.inputs.flatMap((input) => ('refused' in input ? [input.refused] : []));
  if (imported.counts.size === 0) throw nothingImported(refused, out);
  const models = new Set(imported.inputs.flatMap((input) => ('model' in input ? [input.model] : [])));
  return {
    result: [
      ...[...imported.counts].map(
        ([protocol, { scenarios: made, exchanges }]) =>
          `${protocol}: ${counted(exchanges, 'exchange')} in ${counted(made, 'scenario')}`,
      ),
      ...(refused.length === 0
        ? []
        : [`refused: ${counted(refused.length, 'exchange')}, each with the reason in ${out}/import.json`]),
      ...reasons(refused).map((reason) => `  ${reason}`),
    ],
    notes: [],
    warnings: [],
    // The models of the configuration have no recording here.
    next: ['replay', '--models', [...models].join(','), '--cassettes', `${out}/cassettes`, `${out}/scenarios`],
  };
}

/** Most reasons that are told. */
const TOLD = 3;

/** The commonest reasons, each with the number of exchanges that were refused for it. */
function reasons(refused: readonly string[]): string[] {
  const found = [...Map.groupBy(refused, (reason) => reason)].sort(([, a], [, b]) => b.length - a.length);
  const more = found.length > TOLD ? [`… and ${counted(found.length - TOLD, 'more reason')}`] : [];
  return [...found.slice(0, TOLD).map(([reason, ones]) => `${ones.length} × ${shorten(reason, 200)}`), ...more];
}

function nothingImported(refused: readonly string[], out: string): TooltapeError {
  const text = `none of ${counted(refused.length, 'exchange')} could be imported: ${reasons(refused).join('; ')}`;
  return new TooltapeError('IMPORT', text, {
    remedy: `Each reason stands in ${out}/import.json; docs/import.md shows what can be imported.`,
  });
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
  read: () => (InputExchange | Refused)[],
  names: readonly string[],
): (InputExchange | Refused)[] {
  try {
    return read();
  } catch (error) {
    const isThere = existsSync(files[index] ?? '');
    if (files.length === 1 || !isThere || !(error instanceof TooltapeError)) throw error;
    const name = names[index] ?? '';
    return [{ id: name, source: name, refused: error.message.replace(/^.*?: /, '') }];
  }
}

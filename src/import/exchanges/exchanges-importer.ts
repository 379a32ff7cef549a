import { optionValue, type ImportContext, type Importer, type ImportOutcome, type ImportRequest } from '../importer.ts';

/** `tooltape import exchanges`. */
export const exchangesImporter: Importer = {
  help: 'recorded exchanges of any client: conversations become scenarios, answers cassettes',
  argument: { term: '<files...>', help: 'JSON lines of { request, response }, logs of LiteLLM or of OpenAI batches' },
  options: [
    {
      flags: '--out <dir>',
      help: 'writes scenarios/, cassettes/ and import.json here',
      required: true,
      writes: 'folder',
    },
  ],
  examples: ['traffic.jsonl --out imported'],
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
  const inputs = files.flatMap((file, i) => {
    const read = readExchangeFile(file);
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

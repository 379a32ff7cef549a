import { optionValue, optionValues } from '../importer.ts';
import type { ImportContext, Importer, ImportOutcome, ImportRequest } from '../importer.ts';

/** `tooltape import bfcl`. */
export const bfclImporter: Importer = {
  help: 'the Berkeley Function Calling Leaderboard: questions become scenarios, results cassettes',
  options: [
    {
      flags: '--data <dir>',
      help: 'folder of the BFCL_v4_*.json questions, with possible_answer/ in it',
      required: true,
    },
    { flags: '--results <dir...>', help: 'folders of results: one model, or a folder a model' },
    { flags: '--category <name...>', help: 'only these categories (default: all that are there)' },
    { flags: '--out <dir>', help: 'writes scenarios/ and cassettes/ here', required: true, writes: 'folder' },
  ],
  examples: [
    '--data bfcl/data --results bfcl/result --out imported',
    '--data bfcl/data --category parallel --out imported',
  ],
  load: async () => {
    const { importBfcl } = await import('./bfcl.ts');
    return (request, context) => outcome(request, context, importBfcl);
  },
};

function outcome(
  request: ImportRequest,
  { clock, onProgress }: ImportContext,
  importBfcl: typeof import('./bfcl.ts').importBfcl,
): ImportOutcome {
  const out = optionValue(request, 'out') ?? '';
  const report = importBfcl({
    dataDir: optionValue(request, 'data') ?? '',
    resultsDirs: optionValues(request, 'results'),
    categories: optionValues(request, 'category', true),
    out,
    clock,
    onProgress,
  });
  const replay = report.models.length === 0 ? ['check'] : ['replay', '--cassettes', `${out}/cassettes`];
  return {
    result: [
      ...report.categories.map(({ category, scenarios }) => `${category}: ${scenarios} scenarios`),
      ...report.models.map(({ model, cassettes }) => `${model}: ${cassettes} recordings`),
    ],
    notes: report.leftOut.length === 0 ? [] : [`left out, as they cannot be imported: ${report.leftOut.join(', ')}`],
    warnings: report.warnings,
    next: [...replay, `${out}/scenarios`],
  };
}

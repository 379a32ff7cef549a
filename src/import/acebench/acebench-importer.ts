import { optionValue, optionValues } from '../importer.ts';
import type { Importer } from '../importer.ts';

/** `tooltape import acebench`. */
export const acebenchImporter: Importer = {
  help: 'ACEBench: questions in English and Chinese become scenarios; those that need a simulator are left out',
  options: [
    { flags: '--data <dir>', help: 'folder data_all, with data_en/ and data_zh/ in it', required: true },
    {
      flags: '--category <name...>',
      help: 'only these categories, such as normal_atom_bool (default: all that are there)',
    },
    { flags: '--out <dir>', help: 'writes scenarios/ here', required: true, writes: 'folder' },
  ],
  examples: ['--data ACEBench/data_all --out imported'],
  load: async () => {
    const { importAcebench } = await import('./acebench.ts');
    return (request) => {
      const out = optionValue(request, 'out') ?? '';
      const report = importAcebench(optionValue(request, 'data') ?? '', optionValues(request, 'category', true), out);
      return {
        result: report.files.map(({ name, scenarios }) => `${name}: ${scenarios} scenarios`),
        notes: report.leftOut.map(
          ({ name, lines }) => `left out, as a simulator must answer: ${name} (${lines} lines)`,
        ),
        warnings: report.warnings,
        next: ['check', `${out}/scenarios`],
      };
    };
  },
};

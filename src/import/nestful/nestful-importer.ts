import { optionValue } from '../importer.ts';
import type { Importer } from '../importer.ts';

/** `tooltape import nestful`. */
export const nestfulImporter: Importer = {
  help: 'IBM/NESTFUL: plans of nested calls become scenarios with a partial order and references',
  options: [
    { flags: '--data <dir>', help: 'folder of the *-data.json and *-spec.json files', required: true },
    { flags: '--out <dir>', help: 'writes scenarios/ here', required: true, writes: 'folder' },
  ],
  examples: ['--data nestful --out imported'],
  load: async () => {
    const { importNestful } = await import('./nestful.ts');
    return (request) => {
      const out = optionValue(request, 'out') ?? '';
      const report = importNestful(optionValue(request, 'data') ?? '', out);
      return {
        result: report.files.map(({ name, scenarios }) => `${name}: ${scenarios} scenarios`),
        notes: [],
        warnings: report.warnings,
        next: ['check', `${out}/scenarios`],
      };
    };
  },
};

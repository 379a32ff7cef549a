import type { Importer } from '../importer.ts';

/** `tooltape import verdicts`. */
export const verdictsImporter: Importer = {
  help: 'published verdicts, CSV or JSON lines: they become a run file for compare, report and gates',
  argument: {
    term: '<files...>',
    help: 'tables with the columns model, item, trial, pass; and error, tag, latency_ms, cost',
  },
  options: [
    { flags: '--map <column=name...>', help: 'what a column is called in the file: model=Model item=task_id' },
    { flags: '-o, --output <file>', help: 'where to write the run file', required: true, writes: 'file' },
  ],
  examples: ['results.csv -o published.json', 'results.jsonl --map model=agent -o run.json'],
  load: async () => (await import('./import-verdicts.ts')).importVerdicts,
};

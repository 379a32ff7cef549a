import { shellWord } from '../../cassette/lookup/miss.ts';
import { EXIT } from '../../domain/errors.ts';
import { importBfcl } from '../../import/bfcl/bfcl.ts';
import { expectFolder } from '../output/files.ts';
import { printWarnings } from '../output/print-error.ts';
import type { CommandContext } from '../command-context.ts';
import { createProgress } from '../output/progress.ts';

export interface ImportOptions {
  readonly data: string;
  readonly results?: readonly string[];
  readonly category?: readonly string[];
  readonly out: string;
}

/** `tooltape import bfcl`. */
export async function importBfclCommand({ terminal }: CommandContext, options: ImportOptions): Promise<number> {
  expectFolder(options.out);
  const progress = await createProgress(terminal, 'importing', () => performance.now());
  let report: ReturnType<typeof importBfcl>;
  try {
    report = importBfcl({
      dataDir: options.data,
      resultsDirs: options.results ?? null,
      categories: options.category?.flatMap((names) => names.split(',')) ?? null,
      out: options.out,
      clock: () => new Date(),
      onProgress: (done, total) => progress.update(Math.round(done / 1024), Math.round(total / 1024), 'KB read'),
    });
  } finally {
    progress.end();
  }
  printWarnings(report.warnings, terminal);
  for (const { category, scenarios } of report.categories) terminal.out(`${category}: ${scenarios} scenarios\n`);
  for (const { model, cassettes } of report.models) terminal.out(`${model}: ${cassettes} recordings\n`);
  if (report.leftOut.length > 0) terminal.err(`left out, as they cannot be imported: ${report.leftOut.join(', ')}\n`);
  const below = (name: string): string => shellWord(`${options.out}/${name}`);
  const next = report.models.length === 0 ? 'check' : `replay --cassettes ${below('cassettes')}`;
  terminal.err(`next: npx tooltape ${next} ${below('scenarios')}\n`);
  return EXIT.done;
}

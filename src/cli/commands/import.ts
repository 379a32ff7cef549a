import { Option } from 'commander';
import { shellWord } from '../../text/shell.ts';
import { EXIT } from '../../domain/errors.ts';
import type { Importer, ImportOption, ImportOutcome, ImportRequest } from '../../import/importer.ts';
import { escapeText } from '../../text/escape.ts';
import type { CommandContext } from '../command-context.ts';
import { expectFolder, expectWritable } from '../output/files.ts';
import { printWarnings } from '../output/print-error.ts';
import { createProgress } from '../output/progress.ts';

/** `tooltape import <name>`, for one importer. */
export async function importData(
  { terminal, version }: CommandContext,
  importer: Importer,
  request: ImportRequest,
): Promise<number> {
  for (const option of importer.options) expectPlace(option, request);
  const progress = await createProgress(terminal, 'importing', () => performance.now());
  let outcome: ImportOutcome;
  try {
    const run = await importer.load();
    outcome = await run(request, {
      clock: () => new Date(),
      version,
      env: process.env,
      onProgress: (done, total) => progress.update(Math.round(done / 1024), Math.round(total / 1024), 'KB read'),
    });
  } finally {
    progress.end();
  }
  printWarnings(outcome.warnings, terminal);
  for (const line of outcome.result) terminal.say(`${escapeText(line)}\n`);
  for (const note of outcome.notes) terminal.err(`${escapeText(note)}\n`);
  if (outcome.next !== null) terminal.err(`next: npx tooltape ${outcome.next.map(shellWord).join(' ')}\n`);
  return EXIT.done;
}

/** Errors: OUTPUT where the option names a path that cannot be written. */
function expectPlace({ flags, writes }: ImportOption, { options }: ImportRequest): void {
  const place = options[new Option(flags).attributeName()];
  if (writes === undefined || typeof place !== 'string') return;
  if (writes === 'folder') expectFolder(place);
  else expectWritable(place);
}

import { relative } from 'node:path';
import { shellWord } from '../../text/shell.ts';
import { EXIT } from '../../domain/errors.ts';
import { escapeText } from '../../text/escape.ts';
import { openRunFile } from '../../run/file/run-file-read.ts';
import type { CommandContext } from '../command-context.ts';
import { copyOutput, isSameFile, runFileOr } from '../output/files.ts';

/** `tooltape bless`: makes a run the baseline that is committed. */
export async function bless(
  { terminal }: CommandContext,
  path: string | undefined,
  options: { readonly output: string },
): Promise<number> {
  const from = runFileOr(path);
  const run = openRunFile(from);
  // A gate reads every trial. Reading them now reports a broken trial here instead of in CI.
  for (const _ of run.trials());
  if (!isSameFile(from, options.output)) copyOutput(from, options.output);
  const models = run.summary.map((row) => `${row.model} ${row.pass}/${row.judged}`).join(', ');
  terminal.say(`The baseline holds ${escapeText(models)}.\n`);
  terminal.err(
    `wrote ${options.output}; commit it, and gate on it: npx tooltape replay --baseline ${shellWord(relative('.', options.output))}\n`,
  );
  return EXIT.done;
}

import { relative } from 'node:path';
import { shellWord } from '../../text/shell.ts';
import { EXIT } from '../../domain/errors.ts';
import { escapeText } from '../../text/escape.ts';
import { openRunFile, type RunSource } from '../../run/file/run-file-read.ts';
import { count, counted } from '../../text/numbers.ts';
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
  for (const gap of gaps(run)) terminal.err(`${terminal.paint('yellow', 'warning:')} ${escapeText(gap)}\n`);
  terminal.err(
    `wrote ${options.output}; commit it, and gate on it: npx tooltape replay --baseline ${shellWord(relative('.', options.output))}\n`,
  );
  return EXIT.done;
}

/** What a gate on this run would not notice, as sentences. */
function gaps({ header, summary }: RunSource): string[] {
  const { shard } = header;
  const lost = summary.filter(({ error, unrecorded }) => error + unrecorded > 0);
  const trials = lost.map(({ model, error, unrecorded }) => {
    const counts = [error > 0 && counted(error, 'error'), unrecorded > 0 && `${count(unrecorded)} unrecorded`];
    return `${model} ${counts.filter(Boolean).join(', ')}`;
  });
  return [
    ...(shard === null
      ? []
      : [
          `the run is shard ${shard.index}/${shard.count}: bless the run file that \`tooltape merge\` writes of all shards`,
        ]),
    ...(trials.length === 0 ? [] : [`trials that could not be judged are not in the baseline: ${trials.join('; ')}`]),
    ...(summary.every(({ judged }) => judged === 0) ? ['nothing was judged, so no run meets this baseline'] : []),
  ];
}

import { EXIT } from '../../domain/errors.ts';
import { mergeRuns } from '../../run/file/merge.ts';
import { escapeText } from '../../text/escape.ts';
import { counted } from '../../text/numbers.ts';
import { openRunFile } from '../../run/file/run-file-read.ts';
import type { CommandContext } from '../command-context.ts';
import { expectWritable, runFileOr } from '../output/files.ts';

/** `tooltape merge`: joins the run files of all shards to one. */
export async function merge(
  { terminal }: CommandContext,
  paths: readonly string[],
  options: { readonly output: string },
): Promise<number> {
  const sources = paths.map((path) => openRunFile(runFileOr(path)));
  expectWritable(options.output);
  const { header, summary } = mergeRuns(sources, options.output);
  const trials = summary.reduce((sum, row) => sum + row.trials, 0);
  terminal.say(
    `Merged ${counted(paths.length, 'run file')}: ${counted(header.scenarios.length, 'scenario')}, ${counted(header.models.length, 'model')}, ${counted(trials, 'trial')}.\n`,
  );
  // A shard with another --tag or --trials lacks scenarios or trials, which the files alone do not show.
  if (header.settings?.command === null) {
    const commands = new Set(sources.map((source) => source.header.settings?.command ?? '(not known)'));
    terminal.err(
      `${terminal.paint('yellow', 'warning:')} the shards were not made by one command, so scenarios or trials may be missing: ${escapeText([...commands].join('; '))}\n`,
    );
  }
  terminal.err(`wrote ${options.output}\n`);
  return EXIT.done;
}

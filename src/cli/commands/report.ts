import { EXIT } from '../../domain/errors.ts';
import { runReporters } from '../../report/reporters.ts';
import { openRunFile } from '../../run/file/run-file-read.ts';
import { runFileOr } from '../output/files.ts';
import type { CommandContext } from '../command-context.ts';
import { recordingsOf } from '../output/recordings.ts';
import { emitReport, expectOwnFiles, expectPlaces, parseReporters } from '../output/reports.ts';

/** `tooltape report`: makes a report from a run file. */
export async function report(
  { terminal }: CommandContext,
  path: string | undefined,
  options: { readonly reporter: string },
): Promise<number> {
  const targets = parseReporters(options.reporter, runReporters());
  const file = runFileOr(path);
  expectOwnFiles(targets, [file]);
  const source = openRunFile(file);
  expectPlaces(targets);
  for (const target of targets) {
    const render = await target.load();
    const recordings = target.name === 'html' ? recordingsOf(source.header) : undefined;
    emitReport(target, (how) => render(source, { ...how, recordings }), terminal);
  }
  return EXIT.done;
}

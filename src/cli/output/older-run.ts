import { compareRuns } from '../../compare/compare-runs.ts';
import type { Run } from '../../domain/run.ts';
import type { OlderRun } from '../../report/source.ts';

/** A run that the page shows beside `newer`. `name` is what readers know it by. */
export function olderRun(name: string, run: Run, newer: Run): OlderRun {
  return { name, run, comparison: compareRuns(run, newer) };
}

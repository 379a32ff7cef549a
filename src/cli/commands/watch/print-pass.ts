import { checkGates, hasGate, NO_GATES } from '../../../compare/gates/check-gates.ts';
import type { Run, TrialRow } from '../../../domain/run.ts';
import { renderTerminal } from '../../../report/render/render-terminal.ts';
import { TERMINAL_ROWS, terminalOverview } from '../../../report/reporters/terminal.ts';
import { collectAttention } from '../../../report/sections/noted/attention.ts';
import { sinceSection } from '../../../report/sections/since-section.ts';
import type { ReportOptions } from '../../../report/source.ts';
import { openRunFile, type RunSource } from '../../../run/file/run-file-read.ts';
import type { RunFlags } from '../../../run/prepare-run.ts';
import type { Pass } from '../../../run/watch/session.ts';
import { scenarioPlaces } from '../../../run/notes/scenario-places.ts';
import { staleGroups } from '../../../run/notes/stale-recordings.ts';
import { printVerdict } from '../../output/run-verdict.ts';
import type { Terminal } from '../../output/terminal.ts';

/** Reads a baseline with its trials into memory, so that no pass reads them again. Errors: RUN_FILE. */
export function readBaseline(path: string): RunSource {
  const source = openRunFile(path);
  const rows: readonly TrialRow[] = [...source.trials()];
  return { ...source, trials: () => rows };
}

/** A run with the data of its reports. */
export interface Reported {
  readonly run: Run;
  readonly more: ReportOptions;
  /** The baseline, and what readers know it by; null without one. */
  readonly base: { readonly name: string; readonly run: Run } | null;
}

/** Prints a pass as `run` prints a run. Before the verdict it prints the changes since the last save. */
export async function printPass(
  { prepared, result, run, since }: Pass,
  baseline: RunSource | null,
  options: RunFlags,
  terminal: Terminal,
  table: boolean,
): Promise<Reported> {
  const { header, summary } = result;
  const noted = collectAttention(run.trials(), TERMINAL_ROWS);
  const gates = hasGate(options, header.scenarios) ? await checkGates(run, baseline, options) : NO_GATES;
  const stale = staleGroups(result, prepared, options);
  const how = { width: terminal.width, color: terminal.color };
  if (table) terminal.out(terminalOverview(header, summary, noted, how));
  const changes = since.length === 0 ? '' : `\n${renderTerminal(sinceSection(since), how)}`;
  await printVerdict({ prepared, result, stale, gates, noted }, options, terminal, table, changes);
  const places = scenarioPlaces(prepared.request.scenarios, process.cwd());
  return {
    run: { ...run, stale, places },
    more: { gates: gates.results, baseline: baseline?.header.scenarios },
    base: baseline === null ? null : { name: options.baseline ?? baseline.path, run: baseline },
  };
}

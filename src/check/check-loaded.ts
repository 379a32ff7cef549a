import type { Issue } from '../domain/errors.ts';
import type { LoadedScenarios } from '../scenario/load.ts';
import { checkScenarios, type CheckOptions, type CheckReport } from './check.ts';
import { locateIssues } from './locate.ts';

export interface LoadedCheck {
  /** Everything that was found, the loader's warnings included, each with its line: by file, then by line. */
  readonly issues: readonly Issue[];
  /** One a scenario, in the order of the scenarios. */
  readonly reports: readonly CheckReport[];
}

/** Checks scenario files that are loaded: lints of files and scenarios, oracles and mutants. */
export async function checkLoaded(loaded: LoadedScenarios, options: CheckOptions = {}): Promise<LoadedCheck> {
  const found: CheckReport[] = [];
  for await (const report of checkScenarios(loaded.scenarios, options)) found.push(report);
  const { reports, fileIssues } = locateIssues(loaded, found);
  const issues = [...loaded.warnings, ...fileIssues, ...reports.flatMap((report) => report.issues)];
  return { issues: issues.toSorted(byPlace), reports };
}

function byPlace(a: Issue, b: Issue): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}

import type { Issue } from '../domain/errors.ts';
import type { LoadedScenarios } from '../scenario/load.ts';
import { checkScenarios, type CheckOptions, type CheckReport } from './check.ts';
import { locateIssues } from './locate.ts';

export interface LoadedCheck {
  /** All issues with their lines, warnings of the loader included, sorted by file and line. */
  readonly issues: readonly Issue[];
  /** One report for each scenario, in the order of the scenarios. */
  readonly reports: readonly CheckReport[];
}

/** Checks loaded scenario files: the lints of files and scenarios, the oracle's answers, and mutants of these answers. */
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

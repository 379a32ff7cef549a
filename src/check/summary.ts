import type { CheckReport } from './check.ts';

/** Totals over all scenarios. */
export interface CheckSummary {
  readonly scenarios: number;
  readonly errors: number;
  readonly warnings: number;
  /** Ids of scenarios with an error. */
  readonly unsound: readonly string[];
  /** Ids of scenarios whose right answer the scorer rejects. */
  readonly rejected: readonly string[];
  /** Ids of scenarios with a plan for which no right answer can be made up. */
  readonly unknown: readonly string[];
  /** Ids of scenarios with a plan that wants calls and passes without any. */
  readonly passesEmpty: readonly string[];
  readonly killed: number;
  readonly survived: number;
  readonly tolerated: number;
  /** Killed / (killed + survived) over all scenarios, 0..1; null where no mutant counts. */
  readonly mutationScore: number | null;
}

/** Adds up the reports of all scenarios. */
export function summariseChecks(reports: readonly CheckReport[]): CheckSummary {
  const count = (number: (report: CheckReport) => number): number =>
    reports.reduce((sum, report) => sum + number(report), 0);
  const issues = (severity: 'error' | 'warning'): number =>
    count((report) => report.issues.filter((issue) => issue.severity === severity).length);
  const killed = count((report) => report.mutants?.killed ?? 0);
  const survived = count((report) => report.mutants?.survived ?? 0);
  return {
    scenarios: reports.length,
    errors: issues('error'),
    warnings: issues('warning'),
    unsound: reports
      .filter((report) => report.issues.some((issue) => issue.severity === 'error'))
      .map((report) => report.scenario),
    rejected: reports.filter((report) => !report.oracle.pass).map((report) => report.scenario),
    unknown: reports.filter((report) => report.oracle.unknown.length > 0).map((report) => report.scenario),
    passesEmpty: reports.filter((report) => report.oracle.passesEmpty.length > 0).map((report) => report.scenario),
    killed,
    survived,
    tolerated: count((report) => report.mutants?.tolerated ?? 0),
    mutationScore: killed + survived === 0 ? null : killed / (killed + survived),
  };
}

/** True when the mutation score is at least `minimum`; false where no mutant counts. */
export function meetsMinMutation(summary: CheckSummary, minimum: number): boolean {
  return summary.mutationScore !== null && summary.mutationScore >= minimum;
}

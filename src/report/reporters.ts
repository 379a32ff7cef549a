import type { ComparisonReporter, ReporterRow } from './reporter.ts';
import type { Reporter } from './source.ts';

/** All reporters by name, in the order of the help. */
export const REPORTERS: Readonly<Record<string, ReporterRow>> = {
  table: {
    extension: 'txt',
    help: 'for a terminal: the models, and what deserves a look below them',
    run: async () => (await import('./reporters/terminal.ts')).terminalReport,
    comparison: async () => (await import('./reporters/terminal.ts')).terminalComparison,
  },
  json: {
    extension: 'json',
    help: 'for programs: the run file, or the comparison, whole',
    run: async () => (await import('./reporters/json.ts')).jsonReport,
    comparison: async () => (await import('./reporters/json.ts')).jsonComparison,
  },
  junit: {
    extension: 'xml',
    help: 'for the test view of a CI server: a suite a model, a case a scenario',
    run: async () => (await import('./reporters/junit.ts')).junitReport,
    comparison: async () => (await import('./reporters/comparison-junit.ts')).comparisonJunit,
  },
  html: {
    extension: 'html',
    help: 'for people: one self-contained page with every transcript, of two runs before and after',
    run: async () => (await import('./reporters/html/html.ts')).htmlReport,
    comparison: async () => (await import('./reporters/html/html.ts')).htmlComparison,
  },
  markdown: {
    extension: 'md',
    help: 'for a pull request or a job summary',
    run: async () => (await import('./reporters/markdown.ts')).markdownReport,
    comparison: async () => (await import('./reporters/markdown.ts')).markdownComparison,
  },
  github: {
    extension: 'txt',
    help: 'for GitHub Actions: annotations of scenario files, beside another report',
    run: async () => (await import('./reporters/github.ts')).githubReport,
    comparison: null,
    beside: true,
  },
  csv: {
    extension: 'csv',
    help: 'for spreadsheets: a row a trial',
    run: async () => (await import('./reporters/csv.ts')).csvReport,
    comparison: null,
  },
};

/** Loads the module of a reporter. */
export type Load<Render> = () => Promise<Render>;

/** Reporters for runs, by name, in the order of the table. */
export function runReporters(): ReadonlyMap<string, Load<Reporter>> {
  return serving(({ run }) => run);
}

/** Reporters for comparisons, by name, in the order of the table. */
export function comparisonReporters(): ReadonlyMap<string, Load<ComparisonReporter>> {
  return serving(({ comparison }) => comparison);
}

function serving<Render>(load: (row: ReporterRow) => Load<Render> | null): ReadonlyMap<string, Load<Render>> {
  return new Map(
    Object.entries(REPORTERS).flatMap(([name, row]): [string, Load<Render>][] => {
      const found = load(row);
      return found === null ? [] : [[name, found]];
    }),
  );
}

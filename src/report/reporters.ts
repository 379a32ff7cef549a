import type { Reporter } from './source.ts';

/** In the order in which help names them. */
export const REPORTER_NAMES = ['table', 'json', 'junit', 'html', 'markdown', 'csv'] as const;
export type ReporterName = (typeof REPORTER_NAMES)[number];

/** Reporters by name; each is loaded when it is used, with the libraries that it alone needs. */
export const REPORTERS: Readonly<Record<ReporterName, () => Promise<Reporter>>> = {
  table: async () => (await import('./reporters/terminal.ts')).terminalReport,
  json: async () => (await import('./reporters/json.ts')).jsonReport,
  junit: async () => (await import('./reporters/junit.ts')).junitReport,
  html: async () => (await import('./reporters/html.ts')).htmlReport,
  markdown: async () => (await import('./reporters/markdown.ts')).markdownReport,
  csv: async () => (await import('./reporters/csv.ts')).csvReport,
};

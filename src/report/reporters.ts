import type { Reporter } from './source.ts';

/** In the order in which help names them. */
export const REPORTER_NAMES = ['table', 'json', 'junit', 'html', 'markdown', 'csv'] as const;
export type ReporterName = (typeof REPORTER_NAMES)[number];

/** Reporters by name; each is loaded when it is used, with the libraries that it alone needs. */
export const REPORTERS: Readonly<Record<ReporterName, () => Promise<Reporter>>> = {
  table: async () => (await import('./terminal.ts')).terminalReport,
  json: async () => (await import('./json.ts')).jsonReport,
  junit: async () => (await import('./junit.ts')).junitReport,
  html: async () => (await import('./html.ts')).htmlReport,
  markdown: async () => (await import('./markdown.ts')).markdownReport,
  csv: async () => (await import('./csv.ts')).csvReport,
};

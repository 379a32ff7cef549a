import type { ReportOptions } from '../../report/source.ts';
import type { RelayResult } from '../result.ts';

/** Renders a relay as text, in pieces to be written in order. */
export type RelayReporter = (result: RelayResult, options: ReportOptions) => Iterable<string>;

/** Forms that the report of a relay has, by name; each is loaded when it is used. */
export const RELAY_REPORTERS: ReadonlyMap<string, () => Promise<RelayReporter>> = new Map([
  ['table', async () => (await import('./text.ts')).terminalRelay],
  ['json', async () => (await import('./json.ts')).jsonRelay],
  ['junit', async () => (await import('./junit.ts')).junitRelay],
  ['html', async () => (await import('./html.ts')).htmlRelay],
  ['markdown', async () => (await import('./text.ts')).markdownRelay],
]);

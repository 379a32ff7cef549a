import type { ReportOptions } from '../../report/source.ts';
import type { RelayResult } from '../result.ts';

/** Yields the pieces of a relay's report, in order. */
export type RelayReporter = (result: RelayResult, options: ReportOptions) => Iterable<string>;

/** Loaders of the relay reporters, by the name of the reporter. */
export const RELAY_REPORTERS: ReadonlyMap<string, () => Promise<RelayReporter>> = new Map([
  ['table', async () => (await import('./text.ts')).terminalRelay],
  ['json', async () => (await import('./json.ts')).jsonRelay],
  ['junit', async () => (await import('./junit.ts')).junitRelay],
  ['html', async () => (await import('./html.ts')).htmlRelay],
  ['markdown', async () => (await import('./text.ts')).markdownRelay],
]);

import type { Summary } from '../../domain/run.ts';
import type { Column } from '../document.ts';
import { passed } from './model-table.ts';
import { NONE, percent, percentInterval } from '../../text/numbers.ts';

/** More tags than this are a list of names, no summary. */
const TAGS = 12;

/** What the shares by tag are of. */
export const BY_TAG = 'passed / judged trials of the scenarios with the tag, and their share; without an interval.';

/** How pass@k and pass^k are computed; the field knows two conventions. */
export const PASS_AT_K =
  "pass@k: at least one of k trials passes, 1 − C(n−c,k)/C(n,k); pass^k: all k pass, C(c,k)/C(n,k); means over scenarios with Wilson's 95% interval.";

/** Passed of judged by tag, for the tags with most judged trials; empty with fewer than two. */
export function tagColumns(summary: readonly Summary[]): Column[] {
  const judged = new Map<string, number>();
  for (const { tags } of summary) {
    for (const entry of tags) judged.set(entry.tag, (judged.get(entry.tag) ?? 0) + entry.judged);
  }
  if (judged.size < 2) return [];
  const frequent = [...judged].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, TAGS);
  return frequent
    .map(([tag]) => tag)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((tag) => ({
      title: tag,
      align: 'right',
      cells: summary.map((row) => {
        const entry = row.tags.find((candidate) => candidate.tag === tag);
        return {
          text: entry === undefined || entry.judged === 0 ? NONE : `${passed(entry)} ${percent(entry.passRate)}`,
        };
      }),
    }));
}

/** pass@k and pass^k, for k from 2 to 4 and the largest; empty with one trial a scenario. */
export function passAtKColumns(summary: readonly Summary[]): Column[] {
  const all = new Set(summary.flatMap(({ passAtK }) => passAtK.map(({ k }) => k)));
  const largest = Math.max(0, ...all);
  const ks = [...all].filter((k) => k >= 2 && (k <= 4 || k === largest)).sort((a, b) => a - b);
  return ks.flatMap((k) =>
    (['passAt', 'passHat'] as const).map((which) => ({
      title: `${which === 'passAt' ? 'pass@' : 'pass^'}${k}`,
      align: 'right' as const,
      cells: summary.map(({ passAtK }) => ({
        text: withInterval(
          passAtK.find((entry) => entry.k === k),
          which,
        ),
      })),
    })),
  );
}

/** `84.1% [71–92]`. */
function withInterval(entry: Summary['passAtK'][number] | undefined, which: 'passAt' | 'passHat'): string {
  if (entry === undefined) return NONE;
  const interval = which === 'passAt' ? entry.passAtInterval : entry.passHatInterval;
  return `${percent(entry[which])} ${percentInterval(interval ?? null, 0)}`.trim();
}

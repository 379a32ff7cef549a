import type { Summary } from '../../domain/run.ts';
import { byCodeUnits } from '../../text/code-units.ts';
import type { Block, TableCell, Column } from '../document.ts';
import { modelNames, passed } from './model-table.ts';
import { NONE, percent, percentInterval } from '../../text/numbers.ts';

/** The note below the table of tags. */
export const BY_TAG = 'passed / judged trials of the scenarios with the tag, and their share; without an interval.';

/** The note on pass@k and pass^k, of which the field has two definitions. */
export const PASS_AT_K =
  "pass@k: at least one of k trials passes, 1 − C(n−c,k)/C(n,k); pass^k: all k pass, C(c,k)/C(n,k); means over scenarios with Wilson's 95% interval.";

/** With more tags than this, tags are rows and models are columns. */
const MANY_TAGS = 12;

/** Passed / judged trials for every tag, in the order of the names; without columns where there is no tag. */
export function tagTable(summary: readonly Summary[]): Block & { readonly kind: 'table' } {
  const tags = [...new Set(summary.flatMap((row) => row.tags.map(({ tag }) => tag)))].sort(byCodeUnits);
  const byTag = summary.map((row) => new Map(row.tags.map((entry) => [entry.tag, entry])));
  const cell = (model: number, tag: string): TableCell => {
    const entry = byTag[model]?.get(tag);
    return { text: entry === undefined || entry.judged === 0 ? NONE : `${passed(entry)} ${percent(entry.passRate)}` };
  };
  const column = (title: string, cells: TableCell[]): Column => ({ title, align: 'right', cells });
  if (tags.length <= MANY_TAGS) {
    const columns = tags.map((tag) =>
      column(
        tag,
        summary.map((_, model) => cell(model, tag)),
      ),
    );
    return { kind: 'table', names: modelNames(summary), columns };
  }
  const names: Column = { title: 'tag', align: 'left', cells: tags.map((text) => ({ text })) };
  const columns = summary.map(({ model }, at) =>
    column(
      model,
      tags.map((tag) => cell(at, tag)),
    ),
  );
  return { kind: 'table', names, columns };
}

/** Columns pass@k and pass^k for k from 2 to 4 and for the largest k; `[]` with one trial a scenario. */
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

import type { ReportIndex } from '../../report/reporters/html/report-index.ts';
import { FAIL_REASONS } from '../../domain/score.ts';
import { count, percent } from '../../text/numbers.ts';

/** A table of results: a row for each tag or fail reason, a cell for each model. */
export interface BreakdownTable {
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly { readonly text: string; readonly hint: string }[];
  }[];
}

const NOTHING = { text: '–', hint: 'Nothing was judged' };

/** Returns the share of judged trials that passed, by tag. Tags stand in natural order. No rows when no scenario has a tag. */
export function byTag({ summary }: ReportIndex): BreakdownTable {
  const models = summary.map(({ tags }) => new Map(tags.map((entry) => [entry.tag, entry])));
  const names = [...new Set(summary.flatMap(({ tags }) => tags.map(({ tag }) => tag)))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  return {
    rows: names.map((name) => ({
      name,
      cells: models.map((tags) => {
        const entry = tags.get(name);
        if (entry === undefined || entry.judged === 0) return NOTHING;
        const { pass, judged } = entry;
        return { text: percent(pass / judged), hint: `${count(pass)} of ${count(judged)} judged trials passed` };
      }),
    })),
  };
}

/** Returns the number of failed trials by reason, the most frequent reason first. No rows when no trial failed. */
export function byReason({ summary }: ReportIndex): BreakdownTable {
  const total = (reason: string): number => summary.reduce((sum, { reasons }) => sum + (reasons[reason] ?? 0), 0);
  const reasons = [...FAIL_REASONS].filter((reason) => total(reason) > 0).sort((a, b) => total(b) - total(a));
  return {
    rows: reasons.map((name) => ({
      name,
      cells: summary.map(({ reasons: counts, judged }) => {
        const times = counts[name] ?? 0;
        return { text: times === 0 ? '–' : count(times), hint: `${count(times)} of ${count(judged)} judged trials` };
      }),
    })),
  };
}

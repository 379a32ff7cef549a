import type { VerdictWord } from '../../../compare/comparison.ts';
import type { Column } from '../../document.ts';

export const VERDICT_TONES = { better: 'good', worse: 'bad', inconclusive: 'plain' } as const;

/** Makes the columns of numbers in a table with one row for each of `rows`. */
export function columnsOf<Row>(rows: readonly Row[]): (title: string, value: (row: Row) => string) => Column {
  return (title, value) => ({ title, align: 'right', cells: rows.map((row) => ({ text: value(row) })) });
}

/** The column of verdicts in a table with one row for each of `rows`. */
export function verdictColumn(rows: readonly { readonly verdict: VerdictWord }[]): Column {
  const cells = rows.map(({ verdict }) => ({ text: verdict, tone: VERDICT_TONES[verdict] }));
  return { title: 'verdict', align: 'left', cells };
}

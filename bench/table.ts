/** One line of the result. */
export interface Line {
  readonly what: string;
  readonly measured: string;
  /** What it is held against. */
  readonly against: string;
  /** Null where there is nothing to divide by. */
  readonly ratio: number | null;
  readonly budget: Budget | null;
}

/** The most that a ratio or a value may be, or the least. */
export interface Budget {
  readonly limit: number;
  readonly value: number;
  readonly kind: 'at most' | 'at least';
  readonly unit: string;
}

export function atMost(limit: number, value: number, unit = '×'): Budget {
  return { limit, value, kind: 'at most', unit };
}

export function atLeast(limit: number, value: number, unit = '×'): Budget {
  return { limit, value, kind: 'at least', unit };
}

export function isMet({ kind, limit, value }: Budget): boolean {
  return kind === 'at most' ? value <= limit : value >= limit;
}

/** The lines as a table, in columns. */
export function drawTable(lines: readonly Line[]): string {
  const rows = lines.map(({ what, measured, against, ratio, budget }) => [
    what,
    measured,
    against,
    ratio === null ? '' : `${ratio.toFixed(2)} ×`,
    budget === null ? '' : `${budget.kind} ${budget.limit} ${budget.unit}`,
    budget === null ? '' : isMet(budget) ? 'ok' : 'MISSED',
  ]);
  const head = ['', 'measured', 'against', 'ratio', 'budget', ''];
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function ms(value: number): string {
  return value < 1000 ? `${value.toFixed(value < 100 ? 1 : 0)} ms` : `${(value / 1000).toFixed(2)} s`;
}

export function mb(value: number): string {
  return `${value.toFixed(0)} MB`;
}

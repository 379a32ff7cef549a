import { GrowingAssignment } from './growing-assignment.ts';

/**
 * Size of a maximum matching between `rows` and `columns`, with the column of each row (-1 without one).
 * Augmenting paths (Kuhn 1955): O(rows² × columns), for arrays compared without order.
 */
export function matchRows(
  rows: number,
  columns: number,
  fits: (row: number, column: number) => boolean,
): { readonly size: number; readonly columnOf: readonly number[] } {
  const rowOf: number[] = Array.from({ length: columns }, () => -1);
  const columnOf: number[] = Array.from({ length: rows }, () => -1);
  const augment = (row: number, seen: boolean[]): boolean => {
    for (let column = 0; column < columns; column += 1) {
      if (seen[column] === true || !fits(row, column)) continue;
      seen[column] = true;
      const holder = rowOf[column] ?? -1;
      if (holder !== -1 && !augment(holder, seen)) continue;
      rowOf[column] = row;
      columnOf[row] = column;
      return true;
    }
    return false;
  };
  let size = 0;
  for (let row = 0; row < rows; row += 1) if (augment(row, [])) size += 1;
  return { size, columnOf };
}

/**
 * The assignment of greatest total weight, as the column of each row (-1 where it has none): weights are whole numbers from 0,
 * and 0 means that the two cannot be paired.
 */
export function assign(weights: readonly (readonly number[])[]): {
  readonly total: number;
  readonly columnOf: readonly number[];
} {
  const growing = new GrowingAssignment(weights[0]?.length ?? 0);
  for (const line of weights) growing.add(line);
  const { columnOf } = growing;
  const total = columnOf.reduce((sum, column, row) => sum + (weights[row]?.[column] ?? 0), 0);
  return { total, columnOf };
}

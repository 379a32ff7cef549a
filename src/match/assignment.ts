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
 * and 0 means that the two cannot be paired. Hungarian method with potentials (Kuhn 1955, Munkres 1957): O(n² m).
 */
export function assign(weights: readonly (readonly number[])[]): {
  readonly total: number;
  readonly columnOf: readonly number[];
} {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  if (rows > columns) {
    const turned = assign(Array.from({ length: columns }, (_, c) => weights.map((row) => row[c] ?? 0)));
    const columnOf = Array.from({ length: rows }, () => -1);
    for (const [column, row] of turned.columnOf.entries()) if (row !== -1) columnOf[row] = column;
    return { total: turned.total, columnOf };
  }
  const rowOf = solve(weights, rows, columns);
  const columnOf = Array.from({ length: rows }, () => -1);
  let total = 0;
  for (let column = 1; column <= columns; column += 1) {
    const row = (rowOf[column] ?? 0) - 1;
    const weight = row < 0 ? 0 : (weights[row]?.[column - 1] ?? 0);
    if (weight === 0) continue;
    columnOf[row] = column - 1;
    total += weight;
  }
  return { total, columnOf };
}

/** Row of each column, both counted from 1, 0 for none; needs rows <= columns. Costs are negated weights. */
function solve(weights: readonly (readonly number[])[], rows: number, columns: number): Int32Array {
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const previous = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) {
    rowOf[0] = row;
    let column = 0;
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const used = new Uint8Array(columns + 1);
    do {
      used[column] = 1;
      const current = rowOf[column] ?? 0;
      const line = weights[current - 1] ?? [];
      let delta = Infinity;
      let next = 0;
      for (let c = 1; c <= columns; c += 1) {
        if (used[c] === 1) continue;
        const reduced = -(line[c - 1] ?? 0) - (rowPotential[current] ?? 0) - (columnPotential[c] ?? 0);
        if (reduced < (slack[c] ?? 0)) {
          slack[c] = reduced;
          previous[c] = column;
        }
        if ((slack[c] ?? 0) < delta) {
          delta = slack[c] ?? 0;
          next = c;
        }
      }
      for (let c = 0; c <= columns; c += 1) {
        if (used[c] === 1) {
          const holder = rowOf[c] ?? 0;
          rowPotential[holder] = (rowPotential[holder] ?? 0) + delta;
          columnPotential[c] = (columnPotential[c] ?? 0) - delta;
        } else slack[c] = (slack[c] ?? 0) - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const before = previous[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }
  return rowOf;
}

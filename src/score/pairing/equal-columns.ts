/**
 * For each row the columns that some best assignment gives to it. `columnOf` is one best assignment, with -1 for a row without
 * a column. `weights` is by row and column, with 0 where the two cannot be paired.
 *
 * Two assignments of equal weight differ by cycles of moves that gain nothing. The nodes of the graph are the columns, and one
 * more node stands for all rows without a column. The move of a row gains the difference of its weights. Floyd and Warshall's
 * method finds the best way between any two nodes in O(columns³). No cycle gains, because `columnOf` is a best assignment.
 */
export function equalColumns(
  weights: readonly (readonly number[])[],
  columnOf: readonly number[],
): readonly (readonly number[])[] {
  const count = (weights[0]?.length ?? 0) + 1;
  const outside = count - 1;
  const best = new Float64Array(count * count).fill(-Infinity);
  const offer = (from: number, to: number, gain: number): void => {
    const at = from * count + to;
    if (gain > (best[at] ?? 0)) best[at] = gain;
  };
  const held = new Set(columnOf);
  for (let from = 0; from < count; from += 1) {
    offer(from, from, 0);
    // A free column can be taken without moving another row. A row without a column can stay without one.
    if (from === outside || !held.has(from)) for (let to = 0; to < count; to += 1) offer(from, to, 0);
  }
  for (const [row, line] of weights.entries()) {
    const column = columnOf[row] ?? -1;
    const from = column === -1 ? outside : column;
    const own = column === -1 ? 0 : (line[column] ?? 0);
    offer(from, outside, -own);
    for (const [to, weight] of line.entries()) if (weight > 0) offer(from, to, weight - own);
  }
  closeUnderMoves(best, count);
  return weights.map((line, row) => {
    const column = columnOf[row] ?? -1;
    const from = column === -1 ? outside : column;
    const own = column === -1 ? 0 : (line[column] ?? 0);
    return [...line.keys()].filter(
      (to) => (line[to] ?? 0) > 0 && (to === column || (line[to] ?? 0) - own + (best[to * count + from] ?? 0) === 0),
    );
  });
}

function closeUnderMoves(best: Float64Array, count: number): void {
  for (let middle = 0; middle < count; middle += 1) {
    for (let from = 0; from < count; from += 1) {
      const first = best[from * count + middle] ?? -Infinity;
      if (first === -Infinity) continue;
      for (let to = 0; to < count; to += 1) {
        const way = first + (best[middle * count + to] ?? -Infinity);
        if (way > (best[from * count + to] ?? 0)) best[from * count + to] = way;
      }
    }
  }
}

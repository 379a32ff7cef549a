import { mustPrecede } from './call-order.ts';
import { ordered, type Pairing, type PairingInput } from './pairing-problem.ts';

/** Most choices of a column that `fullPairings` makes, and most pairings that it returns. The bounds count work, not time. */
const MOST_CHOICES = 1000;
const MOST_PAIRINGS = 50;

/**
 * The pairings that keep the order and in which every row fits its column in full, one of several that only exchange equal
 * columns. Not all of them where there are more than the bounds allow. The listing order of rows and columns does not decide
 * which come first.
 */
export function* fullPairings(input: PairingInput): Generator<Pairing> {
  const rows = ordered(input.groups, input.rowKey);
  const columns = ordered(input.steps, input.columnKey);
  const keyOf = new Map(columns.map((column) => [column, `${input.steps[column] ?? 0} ${input.columnKey(column)}`]));
  const precedes = mustPrecede(input);
  const columnOf = rows.map(() => -1);
  const stepOf = (row: number): number => input.steps[columnOf[row] ?? -1] ?? 0;
  const keepsOrder = (row: number, before: readonly number[]): boolean =>
    before.every(
      (one) => (!precedes(one, row) || stepOf(one) < stepOf(row)) && (!precedes(row, one) || stepOf(row) < stepOf(one)),
    );
  let [choices, found] = [0, 0];
  function* choose(place: number): Generator<Pairing> {
    const row = rows[place];
    if (row === undefined) {
      found += 1;
      yield [...columnOf];
      return;
    }
    const tried = new Set<string>();
    for (const column of columns) {
      const key = keyOf.get(column) ?? '';
      if (columnOf.includes(column) || tried.has(key) || input.level(row, column) < 3) continue;
      tried.add(key);
      choices += 1;
      if (choices > MOST_CHOICES || found >= MOST_PAIRINGS) return;
      columnOf[row] = column;
      if (keepsOrder(row, rows.slice(0, place))) yield* choose(place + 1);
      columnOf[row] = -1;
    }
  }
  yield* choose(0);
}

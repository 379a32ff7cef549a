import { mustPrecede } from './call-order.ts';
import { pairCalls } from './pairing.ts';
import type { Pairing, PairingInput } from './pairing.ts';

/** Most columns of a row that are tried. Beyond it all columns count as possible, so that more results fit a reference. */
const MOST_TRIED = 64;

/**
 * Of `columns`, which some best pairing gives to the row, those that a best pairing in order gives to it. All of them where no
 * best pairing keeps the order, or where there is no order.
 */
export function orderlyColumns(input: PairingInput, row: number, columns: readonly number[]): readonly number[] {
  const hasOrder = input.before !== null || input.groups.some((group) => group !== input.groups[0]);
  if (!hasOrder || columns.length < 2 || columns.length > MOST_TRIED) return columns;
  const found = columns.filter((column) => keepsOrder(input, pairCalls(withPair(input, row, column))));
  return found.length === 0 ? columns : found;
}

/** The problem in which the row can be paired with this column only, and no other row can be paired with it. */
function withPair(input: PairingInput, row: number, column: number): PairingInput {
  return { ...input, level: (i, j) => ((i === row) === (j === column) ? input.level(i, j) : 0) };
}

function keepsOrder(input: PairingInput, columnOf: Pairing): boolean {
  const stepOf = (row: number): number | undefined => input.steps[columnOf[row] ?? -1];
  const precedes = mustPrecede(input);
  return columnOf.every((_, b) =>
    columnOf.every((__, a) => !precedes(a, b) || (stepOf(a) ?? -Infinity) < (stepOf(b) ?? Infinity)),
  );
}

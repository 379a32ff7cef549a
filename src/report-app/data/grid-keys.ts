/** A cell of the grid, counted from 0. Row -1 holds the headings. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

interface Bounds {
  readonly rows: number;
  readonly columns: number;
  /** Number of rows that Page Up and Page Down move. */
  readonly page: number;
}

/**
 * Returns the cell to which a key moves the focus; null for a key that does not move it.
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/grid/
 */
export function placeAfter(
  key: string,
  control: boolean,
  from: GridPlace,
  { rows, columns, page }: Bounds,
): GridPlace | null {
  const row = (value: number): GridPlace => ({ ...from, row: Math.min(Math.max(value, -1), rows - 1) });
  const column = (value: number): GridPlace => ({ ...from, column: Math.min(Math.max(value, 0), columns - 1) });
  switch (key) {
    case 'ArrowUp':
      return control ? row(0) : row(from.row - 1);
    case 'ArrowDown':
      return control ? row(rows - 1) : row(from.row + 1);
    case 'ArrowLeft':
      return column(control ? 0 : from.column - 1);
    case 'ArrowRight':
      return column(control ? columns - 1 : from.column + 1);
    case 'PageUp':
      return row(Math.max(from.row - page, 0));
    case 'PageDown':
      return row(from.row + page);
    case 'Home':
      return control ? { row: 0, column: 0 } : column(0);
    case 'End':
      return control ? { row: rows - 1, column: columns - 1 } : column(columns - 1);
    default:
      return null;
  }
}

import { TooltapeError } from '../../domain/errors.ts';
import { closest } from '../../text/closest.ts';
import { COLUMNS, REQUIRED, type VerdictColumn } from './verdict.ts';

/** The name in the table of each column that was renamed. */
export type ColumnMap = ReadonlyMap<VerdictColumn, string>;

/** Reads `--map model=Model item=task_id`. Errors: USAGE for what is no such pair, or a column that is not read. */
export function readColumnMap(pairs: readonly string[]): ColumnMap {
  return new Map(
    pairs.map((pair): [VerdictColumn, string] => {
      const at = pair.indexOf('=');
      const [name, theirs] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      const column = COLUMNS.find((one) => one === name);
      if (at > 0 && column !== undefined && theirs !== '') return [column, theirs];
      const near = at > 0 ? closest(name, COLUMNS) : null;
      throw new TooltapeError(
        'USAGE',
        `--map ${pair}: expected COLUMN=NAME${near === null ? '' : `; did you mean ${near}=${theirs}?`}`,
        { remedy: `Name one of: ${COLUMNS.join(', ')}, then = and the name of that column in the file.` },
      );
    }),
  );
}

/** The name in the table of a column. */
export function nameOf(column: VerdictColumn, map: ColumnMap): string {
  return map.get(column) ?? column;
}

/**
 * Errors: IMPORT where a column that is needed, or that was mapped, is not in the table. A table that says of each row which
 * error it had needs no column `pass`.
 */
export function expectColumns(file: string, there: readonly string[], map: ColumnMap): void {
  const has = (column: VerdictColumn): boolean => there.includes(nameOf(column, map));
  const needed = REQUIRED.filter((column) => column !== 'pass' || !has('error'));
  const missing = [...new Set([...needed, ...map.keys()])].filter((column) => !has(column));
  if (missing.length === 0) return;
  const names = missing.map((column) => JSON.stringify(nameOf(column, map))).join(', ');
  throw new TooltapeError('IMPORT', `${file}: it has no column ${names}`, {
    remedy: `The columns are: ${there.join(', ')}. Name the right one with --map ${missing[0]}=NAME.`,
  });
}

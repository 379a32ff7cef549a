import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { TooltapeError } from '../../domain/errors.ts';
import { isObject } from '../../json/json.ts';
import { noJson } from '../json-lines.ts';
import { unreadableFile } from '../unreadable.ts';

/** A row of a table: its cells by the names of the columns, and the line it starts on. */
export interface TableRow {
  readonly line: number;
  /** Values of JSON lines as they are, cells of CSV as texts. */
  readonly cells: { readonly [column: string]: unknown };
}

/** Separators of columns; the one that stands most often in the first line is taken. */
const SEPARATORS = [',', ';', '\t'] as const;

/**
 * The rows of a CSV file (separated by commas, semicolons or tabs, with names in the first line) or of JSON lines (objects).
 * Errors: IMPORT with the line where the file is neither, or cannot be read.
 */
export function readTable(file: string): TableRow[] {
  const text = readText(file);
  return /^\s*[{[]/.test(text) ? jsonLines(file, text) : csv(file, text);
}

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw unreadableFile(file, cause) ?? cause;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw importError(`${file}: the file is not UTF-8 text`, 'Save it as UTF-8.');
  }
}

function csv(file: string, text: string): TableRow[] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const [delimiter = ','] = SEPARATORS.toSorted((a, b) => first.split(b).length - first.split(a).length);
  try {
    const rows = parse(text, { columns: true, delimiter, info: true, skip_empty_lines: true, trim: true, bom: true });
    return (rows as unknown as { record: TableRow['cells']; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw importError(`${file}: it is not CSV: ${cause.message}`, 'Mend the line, or write the table as JSON lines.');
  }
}

function jsonLines(file: string, text: string): TableRow[] {
  return text.split('\n').flatMap((content, at): TableRow[] => {
    if (content.trim() === '') return [];
    const line = at + 1;
    let cells: unknown;
    try {
      cells = JSON.parse(content);
    } catch (cause) {
      throw importError(
        `${file}:${line}: ${noJson(content, cause)}`,
        'Write one JSON object a line: {"model":"m","item":"i","trial":1,"pass":true}.',
      );
    }
    if (isObject(cells)) return [{ line, cells }];
    throw importError(
      `${file}:${line}: expected a JSON object, found ${JSON.stringify(cells).slice(0, 60)}`,
      'Write one JSON object a line: {"model":"m","item":"i","trial":1,"pass":true}.',
    );
  });
}

/** IMPORT, with what to do. */
export function importError(message: string, remedy: string): TooltapeError {
  return new TooltapeError('IMPORT', message, { remedy });
}

import type { Issue } from '../../domain/errors.ts';
import { TRIAL_ERROR_CODES, type TrialErrorCode } from '../../domain/wire.ts';
import { lineIssue } from '../json-lines.ts';
import { LARGEST } from '../../text/largest.ts';
import { expectColumns, nameOf, type ColumnMap } from './column-map.ts';
import { readTable, type TableRow } from './read-table.ts';
import type { VerdictColumn, PublishedVerdict } from './verdict.ts';

const PASSED: ReadonlySet<string> = new Set(['true', '1', '1.0', 'pass', 'passed', 'yes', 'ok', 'success']);
const FAILED: ReadonlySet<string> = new Set(['false', '0', '0.0', 'fail', 'failed', 'no', 'failure']);
/** Spellings of an empty cell. */
const NOTHING: ReadonlySet<string> = new Set(['', 'null', 'none', 'nan', 'n/a', '-']);

/** The verdicts of a file. A wrong row is left out, and `issues` gets its fault with line and column. */
export function readVerdicts(file: string, map: ColumnMap, issues: Issue[]): PublishedVerdict[] {
  const rows = readTable(file);
  if (rows.length === 0) return [];
  expectColumns(file, [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))], map);
  return rows.flatMap((row) => readRow(file, row, map, issues) ?? []);
}

function readRow(file: string, { line, cells }: TableRow, map: ColumnMap, issues: Issue[]): PublishedVerdict | null {
  let sound = true;
  const cell = (column: VerdictColumn): string => textOf(cells[nameOf(column, map)]);
  const wrong = (column: VerdictColumn, expected: string): null => {
    sound = false;
    const name = nameOf(column, map);
    const found = JSON.stringify(cells[name]) ?? 'nothing';
    issues.push(lineIssue(file, line, 'verdict', `${name}: expected ${expected}, found ${found.slice(0, 80)}`, name));
    return null;
  };
  const text = (column: VerdictColumn): string => cell(column) || (wrong(column, 'a name') ?? '');
  const number = (column: VerdictColumn, unit: string, most: number): number | null => {
    const written = cell(column);
    if (NOTHING.has(written.toLowerCase())) return null;
    const value = Number(written);
    return value >= 0 && value <= most ? value : wrong(column, `${unit} from 0 to ${most}`);
  };
  const [model, item] = [text('model'), text('item')];
  const trial = cell('trial') === '' ? 1 : Number(cell('trial'));
  if (!(Number.isSafeInteger(trial) && trial >= 1)) wrong('trial', 'a whole number from 1');
  const message = NOTHING.has(cell('error').toLowerCase()) || cell('error') === 'false' ? null : cell('error');
  const word = cell('pass').toLowerCase();
  if (message === null && !PASSED.has(word) && !FAILED.has(word)) wrong('pass', 'true or false');
  const latencyMs = number('latency_ms', 'milliseconds', LARGEST.wait);
  const costUsd = number('cost', 'US dollars', LARGEST.dollars);
  if (!sound) return null;
  return {
    model,
    item,
    trial,
    outcome: message !== null ? 'error' : PASSED.has(word) ? 'pass' : 'fail',
    error: message === null ? null : { code: codeOf(message), message },
    tags: tagsOf(cells[nameOf('tag', map)]),
    latencyMs,
    costUsd,
    place: `${file}:${line}`,
  };
}

/** The error code that the text is, or `provider-error`. */
function codeOf(text: string): TrialErrorCode {
  return TRIAL_ERROR_CODES.find((code) => code === text) ?? 'provider-error';
}

/** One tag, several with commas or semicolons between, or a list of JSON. */
function tagsOf(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[,;]/);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

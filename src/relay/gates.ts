import { statSync } from 'node:fs';
import { readDocument } from '../document/read.ts';
import { TooltapeError } from '../domain/errors.ts';
import { isObject, type Json } from '../json/json.ts';
import { counted } from '../text/numbers.ts';
import { LOST, lostRows, type RelayResult, type Word } from './result.ts';

/** The result of a gate. */
export interface RelayGate {
  readonly met: boolean;
  /** One sentence. */
  readonly verdict: string;
  /** The fields that break the gate, a line each. */
  readonly breaches: readonly string[];
}

/** The gate `--max-lost`: met where at most `most` fields are lost. */
export function checkMaxLost(result: RelayResult, most: number): RelayGate {
  const lost = lostRows(result).length;
  const met = lost <= most;
  return { met, verdict: `Gate --max-lost ${most}: ${met ? 'met' : 'not met'}, ${lost} lost`, breaches: [] };
}

/** A row of a baseline: the parts of a `FieldRow` that `checkRelayBaseline` compares. */
interface BaselineRow {
  readonly lane: string;
  readonly situation: string;
  readonly field: string;
  readonly stream: boolean;
  readonly word: Word;
}

/**
 * The gate `--baseline`. A field breaks it that was not lost in the baseline, and now is lost or has no row. Lanes that only one of the
 * two has do not count; where the two share no lane, the gate is not met.
 */
export function checkRelayBaseline(result: RelayResult, baseline: readonly BaselineRow[], file: string): RelayGate {
  const now = new Map(
    result.lanes.flatMap((lane) => lane.fields.map((row) => [keyOf({ lane: lane.name, ...row }), row.word])),
  );
  const run = result.lanes.map(({ name }) => name);
  const shared = baseline.filter(({ lane }) => run.includes(lane));
  const breaches = shared.flatMap((row) => {
    if (LOST.has(row.word)) return [];
    const word = now.get(keyOf(row));
    if (word !== undefined && !LOST.has(word)) return [];
    const { lane, situation, field, stream } = row;
    return [
      `${lane}: ${field} in ${situation}${stream ? ', streamed' : ''} was ${row.word}, now ${word ?? 'not judged'}`,
    ];
  });
  const added = run.filter((name) => baseline.every(({ lane }) => lane !== name));
  const without = added.length === 0 ? '' : `; lanes that the baseline lacks: ${added.join(', ')}`;
  if (shared.length === 0) {
    return { met: false, verdict: `Gate --baseline ${file}: not met, nothing to compare${without}`, breaches };
  }
  const met = breaches.length === 0;
  const found = met ? 'met' : `not met, ${breaches.length} newly lost`;
  return {
    met,
    verdict: `Gate --baseline ${file}: ${found}, ${counted(shared.length, 'field')} compared${without}`,
    breaches,
  };
}

function keyOf({ lane, situation, field, stream }: Omit<BaselineRow, 'word'>): string {
  return JSON.stringify([lane, situation, field, stream]);
}

/** The rows in the JSON report of an earlier relay. Errors: RELAY for a file that is no such report, or has another format. */
export function readRelayBaseline(path: string): BaselineRow[] {
  const fail = (what: string): TooltapeError =>
    new TooltapeError('RELAY', `${path}: ${what}`, {
      remedy: 'Write a baseline with `tooltape relay --reporter json:relay.json`.',
    });
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw fail('there is no such file');
  if (stats.isDirectory()) throw fail('it is a folder, expected the JSON report of a relay');
  const document = readDocument(path, path);
  if (!document.ok) throw fail(document.issue.message);
  const { value } = document.value;
  const format = isObject(value) ? value['format'] : undefined;
  if (format !== 'tooltape.relay/1') {
    throw fail(`expected the format tooltape.relay/1, found ${format === undefined ? 'none' : JSON.stringify(format)}`);
  }
  const lanes = (value as { lanes?: Json }).lanes;
  const rows = Array.isArray(lanes) ? lanes.flatMap(rowsOf) : [];
  if (rows.length === 0) throw fail('it holds no field of any lane');
  return rows;
}

function rowsOf(lane: Json): BaselineRow[] {
  if (!isObject(lane) || typeof lane['name'] !== 'string' || !Array.isArray(lane['fields'])) return [];
  const { name, fields } = lane;
  return fields.filter(isObject).flatMap(({ situation, field, stream, word }) => {
    if (typeof situation !== 'string' || typeof field !== 'string' || typeof word !== 'string') return [];
    return [{ lane: name, situation, field, stream: stream === true, word: word as Word }];
  });
}

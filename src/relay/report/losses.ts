import type { ProtocolName } from '../../domain/protocol.ts';
import type { Json } from '../../json/json.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { LOST, WORDS, type FieldRow, type LaneResult, type Word } from '../result.ts';

/** One loss in one lane: the rows with an equal field and word, or all rows that failed for one reason. */
export interface Loss {
  readonly lane: Pick<LaneResult, 'name' | 'in' | 'out'>;
  readonly word: Word;
  /** The lost field, or all fields that failed for this reason. */
  readonly fields: readonly FieldName[];
  readonly rows: readonly [FieldRow, ...FieldRow[]];
}

/** The losses of all lanes, worst first: by the weight of the field, then by the word, then by the number of rows. */
export function lossesOf(lanes: readonly LaneResult[]): Loss[] {
  const losses = lanes.flatMap((lane) => {
    const known = new Map<string, FieldRow[]>();
    for (const row of lane.fields) {
      if (!LOST.has(row.word)) continue;
      const key = row.word === 'failed' ? `failed\n${row.note}` : `${row.word}\n${row.field}`;
      const rows = known.get(key);
      if (rows === undefined) known.set(key, [row]);
      else rows.push(row);
    }
    return [...known.values()].map((rows): Loss => {
      const [first, ...others] = rows as [FieldRow, ...FieldRow[]];
      const fields = [...new Set(rows.map(({ field }) => field))];
      return { lane, word: first.word, fields, rows: [first, ...others] };
    });
  });
  return losses.sort((a, b) => weightOf(b) - weightOf(a) || rank(b) - rank(a) || b.rows.length - a.rows.length);
}

function weightOf({ fields }: Loss): number {
  return Math.max(...fields.map((field) => FIELDS[field].weight));
}

function rank({ word }: Loss): number {
  return WORDS.indexOf(word);
}

/** The two bodies that show a row: `sent` and `arrived` for a field of the request, `answered` and `received` for one of the answer. */
export function endsOf(row: FieldRow, lane: Pick<LaneResult, 'in' | 'out'>): readonly [End, End] {
  return FIELDS[row.field].way === 'there'
    ? [
        { name: 'sent', protocol: lane.in, value: row.said, body: row.sent },
        { name: 'arrived', protocol: lane.out, value: row.found, body: row.arrived },
      ]
    : [
        { name: 'answered', protocol: lane.out, value: row.said, body: row.answered },
        { name: 'received', protocol: lane.in, value: row.found, body: row.received },
      ];
}

export interface End {
  readonly name: 'sent' | 'arrived' | 'answered' | 'received';
  readonly protocol: ProtocolName;
  /** Value of the field in the body; null where the body does not have it. */
  readonly value: Json;
  /** Null where no request or answer came. */
  readonly body: Json;
}

/** Fields of a lane that the gateway refused for one reason, or that the protocol `out` cannot express. */
export interface Untold {
  readonly lane: string;
  readonly word: Extract<Word, 'refused' | 'unsayable'>;
  readonly fields: readonly FieldName[];
  /** The reason; null without one. */
  readonly note: string | null;
}

/** The fields that neither came through nor are lost, by lane and reason. */
export function untoldOf(lanes: readonly LaneResult[]): Untold[] {
  return lanes.flatMap((lane) =>
    (['refused', 'unsayable'] as const).flatMap((word) => {
      const rows = lane.fields.filter((row) => row.word === word);
      return [...new Set(rows.map(({ note }) => note))].map((note) => {
        const fields = [...new Set(rows.filter((row) => row.note === note).map(({ field }) => field))];
        return { lane: lane.name, word, fields, note };
      });
    }),
  );
}

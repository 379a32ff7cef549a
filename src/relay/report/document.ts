import type { Json } from '../../json/json.ts';
import { FIELD_GROUPS, FIELDS, type FieldGroup } from '../../protocol/places/field.ts';
import { section, type Block, type TableCell, type Column, type Section } from '../../report/document.ts';
import { count, counted, NONE } from '../../text/numbers.ts';
import { shortJson } from '../../text/shorten.ts';
import { LOST, lostRows, type FieldRow, type LaneResult, type RelayResult, type Word } from '../result.ts';
import { excerpt } from './excerpt.ts';
import { endsOf, lossesOf, type End, type Loss, untoldOf } from './losses.ts';

export interface Lengths {
  /** Number of losses that are shown. The report counts the others. */
  readonly losses: number;
  /** Most characters of a body. */
  readonly excerpt: number;
}

/** The sections of a relay's report, without the verdict: a matrix of lanes and groups of fields, then the losses, worst first. */
export function relayDocument(result: RelayResult, lengths: Lengths): Section[] {
  const { lanes } = result;
  const losses = lossesOf(lanes);
  const shown = losses.slice(0, lengths.losses);
  const hidden = losses.length - shown.length;
  return [
    ...section(null, [matrix(lanes), ...MATRIX_NOTES.map((text): Block => ({ kind: 'note', text }))]),
    ...section('What was lost, worst first', [
      ...shown.flatMap((loss) => lossBlocks(loss, lengths.excerpt)),
      ...(hidden === 0
        ? []
        : [{ kind: 'note', text: `… and ${counted(hidden, 'more loss', 'more losses')}` } as const]),
    ]),
    ...section('What the gateway could not say, or refused', [unsaid(lanes)]),
    ...section('What the gateway added', [additions(lanes)]),
    ...section('Lanes that came to no end', [
      {
        kind: 'list',
        hidden: 0,
        items: lanes.flatMap(({ name, stopped }) =>
          stopped === null ? [] : [{ tone: 'bad', lead: name, text: stopped }],
        ),
      },
    ]),
  ];
}

/** The verdict in one sentence. */
export function verdictOf({ lanes }: RelayResult): string {
  const rows = lanes.reduce((sum, { fields }) => sum + fields.length, 0);
  const lost = lostRows({ lanes }).length;
  const what = `${counted(rows, 'field')} in ${counted(lanes.length, 'lane')}`;
  return lost === 0 ? `Nothing is lost: ${what}.` : `Lost: ${count(lost)} of ${what}.`;
}

const MATRIX_NOTES = [
  'Each cell: fields that came through, of those that were sent, each streamed and not. Lost: dropped, changed or failed. Refused: an error said so. Unsayable: the other protocol has no such field, and the client was not told.',
];

function matrix(lanes: readonly LaneResult[]): Block {
  const names: Column = { title: 'Lane', align: 'left', cells: lanes.map(({ name }) => ({ text: name })) };
  const groups = FIELD_GROUPS.filter((group) => lanes.some(({ fields }) => fields.some((row) => isOf(row, group))));
  const column = (title: string, cell: (lane: LaneResult) => TableCell): Column => ({
    title,
    align: 'right',
    cells: lanes.map(cell),
  });
  return {
    kind: 'table',
    names,
    columns: [
      ...groups.map((group) =>
        column(TITLES[group], ({ fields }) => groupCell(fields.filter((row) => isOf(row, group)))),
      ),
      column('Lost', ({ fields }) => tally(fields, LOST, 'bad')),
      column('Refused', ({ fields }) => tally(fields, new Set<Word>(['refused']), 'warn')),
      column('Unsayable', ({ fields }) => tally(fields, new Set<Word>(['unsayable']), 'plain')),
    ],
  };
}

/** Headings of the groups. */
export const TITLES: { readonly [group in FieldGroup]: string } = {
  tools: 'Tools',
  schemas: 'Schemas',
  choice: 'Choice',
  parameters: 'Parameters',
  conversation: 'Conversation',
  answer: 'Answer',
  exchange: 'Exchange',
};

function isOf({ field }: FieldRow, group: FieldGroup): boolean {
  return FIELDS[field].group === group;
}

function groupCell(rows: readonly FieldRow[]): TableCell {
  if (rows.length === 0) return { text: NONE };
  const through = rows.filter(({ word }) => word === 'kept' || word === 'translated').length;
  const lost = rows.some(({ word }) => LOST.has(word));
  return { text: `${count(through)}/${count(rows.length)}`, tone: lost ? 'bad' : 'good' };
}

function tally(rows: readonly FieldRow[], words: ReadonlySet<Word>, tone: 'bad' | 'warn' | 'plain'): TableCell {
  const found = rows.filter(({ word }) => words.has(word)).length;
  return { text: count(found), tone: found === 0 ? 'plain' : tone };
}

function lossBlocks(loss: Loss, limit: number): Block[] {
  const { lane, word, fields, rows } = loss;
  const [row] = rows;
  const what = word === 'failed' ? counted(fields.length, 'field') : fields.join(', ');
  const [from, to] = endsOf(row, lane);
  const named = Math.max(from.name.length, to.name.length);
  const line = (mark: string, end: End): string =>
    `${mark} ${end.name.padEnd(named)}  ${excerpt(end.body, { field: row.field, ...end }, limit)}`;
  return [
    { kind: 'list', hidden: 0, items: [{ tone: 'bad', lead: `${lane.name} · ${what} ${word}`, text: lossText(loss) }] },
    {
      kind: 'code',
      language: 'diff',
      lines: [line('-', from), line('+', to)],
    },
  ];
}

function lossText({ word, fields, rows }: Loss): string {
  const [row] = rows;
  const [field] = fields;
  const about = word === 'failed' || field === undefined ? `on the side of the ${row.side}` : FIELDS[field].about;
  const values = word === 'failed' ? '' : `; said ${shown(row.said)}, found ${shown(row.found)}`;
  const why = row.note === null ? '' : `: ${row.note}`;
  return `${about}${why}${values}; ${whereOf(rows)}`;
}

function shown(value: Json): string {
  return value === null ? 'nothing' : shortJson(value, 60);
}

/** The situations of some rows, in words: `in results-permuted and 4 more situations, streamed and not`. */
export function whereOf(rows: readonly FieldRow[]): string {
  const situations = [...new Set(rows.map(({ situation }) => situation))];
  const [first = '', ...others] = situations;
  const named =
    others.length === 0
      ? first
      : others.length < 3
        ? situations.join(', ')
        : `${first} and ${others.length} more situations`;
  const streamed = new Set(rows.map(({ stream }) => stream));
  const how = streamed.size === 2 ? 'streamed and not' : streamed.has(true) ? 'streamed' : 'not streamed';
  return `in ${named}, ${how}`;
}

function unsaid(lanes: readonly LaneResult[]): Block {
  const items = untoldOf(lanes).map(({ lane, word, fields, note }) => {
    const text = fields.join(', ') + (note === null ? '' : `: ${note}`);
    return { tone: 'plain', lead: `${lane} · ${word}`, text } as const;
  });
  return { kind: 'list', items, hidden: 0 };
}

function additions(lanes: readonly LaneResult[]): Block {
  const items = lanes.flatMap((lane) => {
    if (lane.additions.length === 0) return [];
    const text = lane.additions
      .map(({ field, value, count: times }) => `${field} ${shown(value)} (${times}×)`)
      .join(', ');
    return [{ tone: 'plain', lead: lane.name, text } as const];
  });
  return { kind: 'list', items, hidden: 0 };
}

import type { Json } from '../../json/json.ts';
import { protocolNamed } from '../../protocol/protocols.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import type { RelayExchange } from '../exchange.ts';
import { LOST, type FieldRow } from '../result.ts';
import { addedFields, MEANINGFUL } from './added.ts';
import { bodyOf, isStream, wholeBody } from './body.ts';
import { breakdownOf, type Breakdown } from './breakdown.ts';
import { judgeAnswer, whyUnreadable } from './judge-answer.ts';

import { judgeField, type PlacedBody, type FieldVerdict } from './judge-sent.ts';
import { note, type MakeRow, type Why } from './make-row.ts';
import { shortenedBody, steadyBody, steadyText } from './steady-body.ts';

export interface JudgedExchange {
  readonly rows: readonly FieldRow[];
  /** Fields that the gateway added and that do not change the meaning of the request. */
  readonly added: readonly { readonly field: FieldName; readonly value: Json }[];
}

/** Judges every field of one exchange. Pure. */
export function judgeExchange(exchange: RelayExchange): JudgedExchange {
  const { situation, lane, request, outcome, arrivals } = exchange;
  const inPlaces = protocolNamed(lane.in).places;
  const outPlaces = protocolNamed(lane.out).places;
  const [arrival] = arrivals;
  const broken = breakdownOf(exchange);
  const row = rowsOf(exchange);
  const sent: PlacedBody = { places: inPlaces, body: request.body };
  const arrived: PlacedBody | null =
    arrival === undefined || arrival.protocol !== lane.out ? null : { places: outPlaces, body: arrival.body };
  const rows: FieldRow[] = [];

  const added = arrived === null ? [] : addedFields(sent, arrived);
  for (const name of situation.fields) {
    const verdict = judgeField(name, sent, arrived ?? { places: outPlaces, body: {} });
    if (verdict === null) continue;
    if (arrived !== null) rows.push(row(name, verdict));
    else rows.push(row(name, brokenVerdict(verdict, broken), broken ?? misdirected(exchange)));
  }
  if (situation.bare === true && arrived !== null) {
    for (const { field, value } of added.filter(({ field }) => MEANINGFUL.has(field))) {
      rows.push(row(field, { word: 'changed', said: null, found: value }, note('the gateway adds it')));
    }
  }
  const answered = arrival === undefined ? null : wholeBody(arrival.answered, outPlaces);
  rows.push(...judgeAnswer(exchange, broken, answered, row));
  rows.push(...aroundRows(exchange, broken, row));
  const harmless = added.filter(({ field }) => situation.bare !== true || !MEANINGFUL.has(field));
  return {
    rows: rows.sort((a, b) => ORDER.indexOf(a.field) - ORDER.indexOf(b.field)),
    added: outcome.kind === 'answered' ? harmless : [],
  };
}

const ORDER = Object.keys(FIELDS) as FieldName[];

function brokenVerdict(verdict: FieldVerdict, broken: Breakdown | null): FieldVerdict {
  return { word: broken?.word ?? 'failed', said: verdict.said, found: null };
}

function misdirected({ arrivals, lane }: RelayExchange): Why {
  return note(`the upstream was asked over ${arrivals[0]?.protocol ?? 'no protocol'}, the lane says ${lane.out}`);
}

/** Returns a function that makes the rows of one exchange. Each row holds the four bodies of the exchange. */
function rowsOf({ situation, stream, request, arrivals, outcome }: RelayExchange): MakeRow {
  const [arrival] = arrivals;
  const ours = `${JSON.stringify(request.body)}\n${arrival?.answered ?? ''}`;
  const sent = shortenedBody(request.body);
  const arrived = arrival === undefined ? null : steadyBody(arrival.body, ours);
  const answered = arrival === undefined ? null : shortenedBody(bodyOf(arrival.answered));
  const received = outcome.kind === 'answered' ? steadyBody(bodyOf(outcome.text), ours) : null;
  return (field, { word, said, found }, why) => ({
    situation: situation.id,
    field,
    stream,
    word,
    side: LOST.has(word) ? (why?.side ?? 'gateway') : null,
    said: steadyBody(said, ours),
    found: steadyBody(found, ours),
    note: why === undefined ? null : steadyText(why.note, ours),
    sent,
    arrived,
    answered,
    received,
  });
}

/**
 * The rows `exchange.once` and `exchange.stream`: the gateway sends one request upstream, and it streams only where the client asks for
 * a stream. A breach gives a row in every situation, and success only where `back` lists the field.
 */
function aroundRows(
  { situation, lane, stream, arrivals, outcome }: RelayExchange,
  broken: Breakdown | null,
  row: MakeRow,
): FieldRow[] {
  const rows: FieldRow[] = [];
  const listed = (name: FieldName): boolean => situation.back.includes(name);
  const times = arrivals.length;
  if (times > 1 && !('status' in situation.answer)) {
    rows.push(
      row(
        'exchange.once',
        { word: 'changed', said: 1, found: times },
        note(`the gateway asked the upstream ${times} times`),
      ),
    );
  } else if (listed('exchange.once') && broken === null) {
    rows.push(row('exchange.once', { word: 'kept', said: 1, found: times }));
  }
  if (outcome.kind !== 'answered' || broken !== null || 'status' in situation.answer) return rows;
  // Where no answer came, the rows of the answer's fields say so.
  const { places } = protocolNamed(lane.in);
  if (whyUnreadable(outcome, wholeBody(outcome.text, places), places) !== null) return rows;
  const came = isStream(outcome.text);
  if (came !== stream) {
    const text = stream ? 'a stream was asked for, a whole body came' : 'a stream came that was not asked for';
    rows.push(row('exchange.stream', { word: 'changed', said: stream, found: came }, note(text)));
  } else if (listed('exchange.stream')) {
    rows.push(row('exchange.stream', { word: 'kept', said: stream, found: came }));
  }
  return rows;
}

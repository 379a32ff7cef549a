import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { protocolNamed } from '../../protocol/protocols.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import type { Places } from '../../protocol/places/places.ts';
import { nodesOf } from '../../protocol/places/read-place.ts';
import type { Exchange, Outcome } from '../exchange.ts';
import { LOST, type FieldRow } from '../result.ts';
import { breakdownOf, messageIn, type Breakdown } from './breakdown.ts';
import { judgeError } from './judge-error.ts';
import { addedFields, judgeField, type Read, type Verdict } from './judge-sent.ts';
import { shortened, steady, steadyText } from './steady.ts';

export interface Judged {
  readonly rows: readonly FieldRow[];
  /** What the gateway added that changes no meaning. */
  readonly added: readonly { readonly field: FieldName; readonly value: Json }[];
}

/** What became of every field of one exchange. Pure. */
export function judgeExchange(exchange: Exchange): Judged {
  const { situation, lane, request, outcome, arrivals } = exchange;
  const inPlaces = protocolNamed(lane.in).places;
  const outPlaces = protocolNamed(lane.out).places;
  const [arrival] = arrivals;
  const broken = breakdownOf(exchange);
  const row = rowsOf(exchange);
  const sent: Read = { places: inPlaces, body: request.body };
  const arrived: Read | null =
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
    const extra = nodesOf(outPlaces, 'tool', arrived.body).length - (situation.send.tools ?? []).length;
    if (extra > 0)
      rows.push(
        row('tool.name', { word: 'changed', said: null, found: `${extra} more` }, note('the gateway adds tools')),
      );
    for (const { field, value } of added.filter(({ field }) => MEANINGFUL.has(field))) {
      rows.push(row(field, { word: 'changed', said: null, found: value }, note('the gateway adds it')));
    }
  }
  const answered = arrival === undefined ? null : wholeBody(arrival.answered, outPlaces);
  rows.push(...backRows(exchange, broken, answered, row));
  rows.push(...aroundRows(exchange, broken, row));
  const harmless = added.filter(({ field }) => situation.bare !== true || !MEANINGFUL.has(field));
  return {
    rows: rows.sort((a, b) => ORDER.indexOf(a.field) - ORDER.indexOf(b.field)),
    added: outcome.kind === 'answered' ? harmless : [],
  };
}

const ORDER = Object.keys(FIELDS) as FieldName[];

/** Of these a value that nobody asked for changes what the request means. */
const MEANINGFUL: ReadonlySet<FieldName> = new Set<FieldName>([
  'choice',
  'choice.allowed',
  'parallel',
  'temperature',
  'top_p',
  'top_k',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'alternatives',
  'bias',
  'effort',
  'json',
  'json.schema',
  'store',
  'modalities',
  'web_search',
  'system.text',
  'tool.strict',
]);

type Why = Pick<Breakdown, 'side' | 'note'>;
type MakeRow = (field: FieldName, verdict: Verdict, why?: Why) => FieldRow;

const note = (text: string): Why => ({ side: 'gateway', note: text });

function brokenVerdict(verdict: Verdict, broken: Breakdown | null): Verdict {
  return { word: broken?.word ?? 'failed', said: verdict.said, found: null };
}

function misdirected({ arrivals, lane }: Exchange): Why {
  return note(`the upstream was asked over ${arrivals[0]?.protocol ?? 'no protocol'}, the lane says ${lane.out}`);
}

/** Makes rows of one exchange, with its four bodies. */
function rowsOf({ situation, stream, request, arrivals, outcome }: Exchange): MakeRow {
  const [arrival] = arrivals;
  const ours = `${JSON.stringify(request.body)}\n${arrival?.answered ?? ''}`;
  const sent = shortened(request.body);
  const arrived = arrival === undefined ? null : steady(arrival.body, ours);
  const answered = arrival === undefined ? null : shortened(bodyOf(arrival.answered));
  const received = outcome.kind === 'answered' ? steady(bodyOf(outcome.text), ours) : null;
  return (field, { word, said, found }, why) => ({
    situation: situation.id,
    field,
    stream,
    word,
    side: LOST.has(word) ? (why?.side ?? 'gateway') : null,
    said: steady(said, ours),
    found: steady(found, ours),
    note: why === undefined ? null : steadyText(why.note, ours),
    sent,
    arrived,
    answered,
    received,
  });
}

/** A body as JSON where it is JSON, else as the text that it is. */
function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** An answer as one body; null where there is none in it. */
function wholeBody(text: string, places: Places): JsonObject | null {
  const body = bodyOf(text);
  if (isObject(body)) return body;
  return typeof body === 'string' ? places.joined(body) : null;
}

function backRows(exchange: Exchange, broken: Breakdown | null, answered: JsonObject | null, row: MakeRow): FieldRow[] {
  const { situation, lane, outcome } = exchange;
  const inPlaces = protocolNamed(lane.in).places;
  const outPlaces = protocolNamed(lane.out).places;
  const names = situation.back.filter((name) => FIELDS[name].group === 'answer');
  if ('status' in situation.answer) return judgeError(exchange, broken, situation.answer, row);
  if (broken !== null || answered === null || outcome.kind !== 'answered') {
    const why = broken ?? note('the upstream was not asked');
    return names.map((name) => row(name, { word: broken?.word ?? 'failed', said: null, found: null }, why));
  }
  const from: Read = { places: outPlaces, body: answered };
  const received = wholeBody(outcome.text, inPlaces);
  const fault = unreadable(outcome, received, inPlaces);
  return names.flatMap((name) => {
    const verdict = judgeField(name, from, { places: inPlaces, body: received ?? {} });
    if (verdict === null) return [];
    if (verdict.word === 'unsayable' || fault === null) return [row(name, verdict)];
    return [row(name, { ...verdict, word: 'failed', found: null }, note(fault))];
  });
}

/** Why what came is no answer at all, whatever it lacks; null where it is one. */
function unreadable(
  { reading, text }: Extract<Outcome, { kind: 'answered' }>,
  received: JsonObject | null,
  places: Places,
): string | null {
  if (!reading.ok && reading.error.code === 'stream-error')
    return `an error came in place of the answer: ${messageIn(text)}`;
  const signs: readonly FieldName[] = ['answer.text', 'answer.call.name', 'answer.call.arguments', 'answer.finish'];
  const read = received === null ? null : { places, body: received };
  if (read !== null && signs.some((name) => judgeField(name, read, read) !== null)) return null;
  return `what came is no answer: ${messageIn(text)}`;
}

const EVENTS = /^\s*(?:(?:data|event|id|retry) ?:|:)/;

/** One request upstream, and a stream only where one is asked for: told where it is so by the situations that ask for it. */
function aroundRows(
  { situation, stream, arrivals, outcome }: Exchange,
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
  const came = EVENTS.test(outcome.text);
  // What is neither events nor JSON is no answer, which the fields of the answer tell.
  if (!came && !/^\s*[{[]/.test(outcome.text)) return rows;
  if (came !== stream) {
    const text = stream ? 'a stream was asked for, a whole body came' : 'a stream came that was not asked for';
    rows.push(row('exchange.stream', { word: 'changed', said: stream, found: came }, note(text)));
  } else if (listed('exchange.stream')) {
    rows.push(row('exchange.stream', { word: 'kept', said: stream, found: came }));
  }
  return rows;
}

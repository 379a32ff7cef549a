import type { ProtocolName } from '../../domain/protocol.ts';
import type { JsonObject } from '../../json/json.ts';
import { protocolNamed } from '../../protocol/protocols.ts';
import { FIELDS } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { rootSpot, spotsAt } from '../../protocol/places/pattern.ts';
import type { Places } from '../../protocol/places/places.ts';
import type { RelayExchange, ExchangeOutcome } from '../exchange.ts';
import { LOST, type FieldRow } from '../result.ts';
import { isStream, wholeBody } from './body.ts';
import { messageIn, type Breakdown } from './breakdown.ts';
import { judgeError } from './judge-error.ts';
import { judgeField, type PlacedBody } from './judge-sent.ts';
import { note, type MakeRow } from './make-row.ts';

/** Judges every field of the answer. `answered` is the upstream's answer as one body; null where the upstream gave none. */
export function judgeAnswer(
  exchange: RelayExchange,
  broken: Breakdown | null,
  answered: JsonObject | null,
  row: MakeRow,
): FieldRow[] {
  const { situation, lane, outcome } = exchange;
  const inPlaces = protocolNamed(lane.in).places;
  const outPlaces = protocolNamed(lane.out).places;
  const names = situation.back.filter((name) => FIELDS[name].group === 'answer');
  if ('status' in situation.answer) return judgeError(exchange, broken, situation.answer, row);
  if (broken !== null || answered === null || outcome.kind !== 'answered') {
    const why = broken ?? note('the upstream was not asked');
    return names.map((name) => row(name, { word: broken?.word ?? 'failed', said: null, found: null }, why));
  }
  const from: PlacedBody = { places: outPlaces, body: answered };
  const received = wholeBody(outcome.text, inPlaces);
  const to: PlacedBody = { places: inPlaces, body: received ?? {} };
  const fault = whyUnreadable(outcome, received, inPlaces) ?? brokenOff(outcome, lane.in, from, to);
  return names.flatMap((name) => {
    const verdict = judgeField(name, from, to);
    if (verdict === null) return [];
    if (verdict.word === 'unsayable' || fault === null) return [row(name, verdict)];
    return [row(name, { ...verdict, word: 'failed', found: null }, note(fault))];
  });
}

/** Why the client cannot read any answer in the response; null where it can, however incomplete the answer is. */
export function whyUnreadable(
  { reading, text }: Extract<ExchangeOutcome, { kind: 'answered' }>,
  received: JsonObject | null,
  places: Places,
): string | null {
  if (!reading.ok && reading.error.code === 'stream-error')
    return `an error came in place of the answer: ${messageIn(text)}`;
  if (received !== null && spotsAt(rootSpot(received), places.answer, places.spellings).length > 0) return null;
  return `what came is no answer: ${messageIn(text)}`;
}

/** Says that a stream broke off: it has no end marker, and parts of the answer are missing. Null for all other responses. */
function brokenOff(
  { reading, text }: Extract<ExchangeOutcome, { kind: 'answered' }>,
  protocol: ProtocolName,
  from: PlacedBody,
  to: PlacedBody,
): string | null {
  if (!isStream(text) || reading.ok || reading.error.code !== 'truncated-stream') return null;
  const { finish, end } = protocolNamed(protocol).stream;
  if (finish.test(text) || end?.test(text) === true) return null;
  const parts: readonly FieldName[] = ['answer.text', 'answer.call.name', 'answer.call.arguments', 'answer.thought'];
  const isWhole = parts.every((name) => !LOST.has(judgeField(name, from, to)?.word ?? 'kept'));
  return isWhole ? null : 'the stream ends before the answer does';
}

import type { FieldName } from '../../protocol/places/field-name.ts';
import type { RelayExchange } from '../exchange.ts';
import type { FieldRow, Word } from '../result.ts';
import type { Answering } from '../situation.ts';
import { messageIn, type Breakdown } from './breakdown.ts';
import type { FieldVerdict } from './judge-sent.ts';

type Refusal = Extract<Answering, { status: number }>;

/** Judges the status and the message of an error that the upstream answered. */
export function judgeError(
  { situation, lane, outcome, arrivals }: RelayExchange,
  broken: Breakdown | null,
  { status, message }: Refusal,
  row: (field: FieldName, verdict: FieldVerdict, why?: Pick<Breakdown, 'side' | 'note'>) => FieldRow,
): FieldRow[] {
  const same = lane.in === lane.out;
  const retried =
    arrivals.length > 1
      ? { side: 'gateway' as const, note: `the gateway asked the upstream ${arrivals.length} times` }
      : undefined;
  return situation.back.map((name) => {
    const said = name === 'answer.status' ? status : message;
    if (broken !== null || outcome.kind !== 'answered') {
      return row(name, { word: broken?.word ?? 'failed', said, found: null }, broken ?? undefined);
    }
    const found = name === 'answer.status' ? outcome.response.status : messageIn(outcome.text);
    const word =
      name === 'answer.status'
        ? statusWord(status, outcome.response.status)
        : messageWord(message, outcome.text, same, messageIn(outcome.text));
    return row(name, { word, said, found }, retried);
  });
}

/** A gateway may translate one 5xx status to another. A 4xx status must arrive unchanged, because clients act on it. */
function statusWord(said: number, found: number): Word {
  if (said === found) return 'kept';
  return said >= 500 && found >= 500 ? 'translated' : 'changed';
}

function messageWord(said: string, text: string, same: boolean, found: string): Word {
  if (text.includes(JSON.stringify(said).slice(1, -1))) return found === said || same ? 'kept' : 'translated';
  return found === '' || found === 'an empty body' || found === '{}' ? 'dropped' : 'changed';
}

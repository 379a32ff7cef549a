import type { FieldName } from '../../protocol/places/field-name.ts';
import type { FieldRow } from '../result.ts';
import type { Breakdown } from './breakdown.ts';
import type { FieldVerdict } from './judge-sent.ts';

/** The side that lost a field, and the reason. */
export type Why = Pick<Breakdown, 'side' | 'note'>;

/** Makes the row of a field, with the four bodies of its exchange. */
export type MakeRow = (field: FieldName, verdict: FieldVerdict, why?: Why) => FieldRow;

/** A reason for a loss by the gateway. */
export function note(text: string): Why {
  return { side: 'gateway', note: text };
}

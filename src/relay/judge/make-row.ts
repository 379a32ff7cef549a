import type { FieldName } from '../../protocol/places/field-name.ts';
import type { FieldRow } from '../result.ts';
import type { Breakdown } from './breakdown.ts';
import type { Verdict } from './judge-sent.ts';

/** Who lost a field, and why. */
export type Why = Pick<Breakdown, 'side' | 'note'>;

/** Makes the row of a field, with the four bodies of its exchange. */
export type MakeRow = (field: FieldName, verdict: Verdict, why?: Why) => FieldRow;

/** A reason on the side of the gateway. */
export function note(text: string): Why {
  return { side: 'gateway', note: text };
}

import type { ProtocolName } from '../domain/protocol.ts';
import type { Json } from '../json/json.ts';
import type { FieldName } from '../protocol/places/field-name.ts';

/** Words for the fate of a field, from best to worst. */
export const WORDS = ['kept', 'translated', 'unsayable', 'refused', 'dropped', 'changed', 'failed'] as const;
export type Word = (typeof WORDS)[number];

/** What each word means, in one line. */
export const WORD_MEANING: { readonly [word in Word]: string } = {
  kept: 'arrived as it was sent',
  translated: 'arrived, said the way the other protocol says it',
  unsayable: 'the other protocol has no such field, and the client was not told: shown, not lost',
  refused: 'the gateway answered with an error that says so',
  dropped: 'did not arrive, though the other protocol has a place for it',
  changed: 'arrived as something else',
  failed: 'the exchange broke down',
};

/** Words that count as a loss. */
export const LOST: ReadonlySet<Word> = new Set<Word>(['dropped', 'changed', 'failed']);

export type Side = 'client' | 'gateway' | 'upstream';

/** One field of one situation in one lane, streamed or not. */
export interface FieldRow {
  readonly situation: string;
  readonly field: FieldName;
  readonly stream: boolean;
  readonly word: Word;
  /** The side that lost the field; null where it is not lost. */
  readonly side: Side | null;
  /** Value that was sent, in the neutral form; null without one. */
  readonly said: Json;
  /** Value that arrived, in the neutral form; null without one. */
  readonly found: Json;
  /** The reason, where `said` and `found` do not show it; null otherwise. */
  readonly note: string | null;
  /** Body of the client's request. */
  readonly sent: Json;
  /** Body of the request that reached the upstream; null where none did. */
  readonly arrived: Json;
  /** Body that the upstream answered with, an event stream as a text; null where it was not asked. */
  readonly answered: Json;
  /** Body that the client received, an event stream as a text; null where none came. */
  readonly received: Json;
}

/** A field that a gateway adds to requests and that does not change their meaning. */
export interface Addition {
  readonly field: FieldName;
  readonly value: Json;
  /** Number of exchanges with the addition. */
  readonly count: number;
}

export interface LaneResult {
  readonly name: string;
  readonly in: ProtocolName;
  readonly out: ProtocolName;
  readonly model: string;
  /** Why the gateway no longer answered at the end of the lane; null where it did answer. */
  readonly stopped: string | null;
  readonly fields: readonly FieldRow[];
  readonly additions: readonly Addition[];
}

/** The result of a relay. It holds no time and no address, so two runs against one gateway give equal results. */
export interface RelayResult {
  readonly format: 'tooltape.relay/1';
  readonly tool: { readonly version: string };
  readonly lanes: readonly LaneResult[];
}

/** The rows of lost fields, of all lanes. */
export function lostRows(result: Pick<RelayResult, 'lanes'>): { readonly lane: LaneResult; readonly row: FieldRow }[] {
  return result.lanes.flatMap((lane) => lane.fields.filter(({ word }) => LOST.has(word)).map((row) => ({ lane, row })));
}

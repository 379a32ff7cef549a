import type { ProtocolName } from '../../src/domain/protocol.ts';
import { FIELDS } from '../../src/protocol/places/field.ts';
import type { FieldName } from '../../src/protocol/places/field-name.ts';
import { protocolNamed } from '../../src/protocol/protocols.ts';
import type { FieldRow, Word } from '../../src/relay/result.ts';
import type { Situation } from '../../src/relay/situation.ts';
import { SITUATIONS } from '../../src/relay/situations.ts';
import { AROUND, plant, type Kind } from './faults.ts';
import type { ProxyFault } from './proxy.ts';

export interface Ends {
  readonly from: ProtocolName;
  readonly to: ProtocolName;
}

/** A fault of one field, and what a relay has to say of it. */
export interface Planted {
  readonly field: FieldName;
  readonly kind: Kind;
  readonly fault: ProxyFault;
  /** The word of a row of the field; the row is the one without the fault. */
  expected(row: FieldRow): Word;
}

/** Every fault of a lane: one for each field that its table has a place for and that came through without a fault. */
export function faultsOf(ends: Ends, clean: readonly FieldRow[]): Planted[] {
  const names = [...new Set(clean.filter(cameThrough).map(({ field }) => field))];
  return names.flatMap((field) => {
    const places = protocolNamed(FIELDS[field].way === 'back' ? ends.from : ends.to).places;
    const place = places.fields[field];
    if (AROUND.test(field) || place.at === null || place.heard === true) return [];
    const kinds: readonly Kind[] = UNDROPPABLE.has(field) ? ['changed'] : ['dropped', 'changed'];
    return kinds.map((kind) => ({
      field,
      kind,
      fault: plant(places, field, kind),
      expected: (row: FieldRow) => exceptionOf(ends, kind, row)?.word ?? kind,
    }));
  });
}

export function cameThrough({ word }: Pick<FieldRow, 'word'>): boolean {
  return word === 'kept' || word === 'translated';
}

/** Where a fault is tried: situations that look at one of the fields, and some that do not; all of them would take minutes. */
export function situationsFor(fields: readonly FieldName[], seed: number): Situation[] {
  const looks = SITUATIONS.filter((one) => [...one.fields, ...one.back].some((name) => fields.includes(name)));
  const step = Math.max(1, Math.ceil(looks.length / 8));
  const others = [0, 1].map((i) => SITUATIONS[(seed * 7 + i * 53) % SITUATIONS.length]);
  const chosen = new Set([...looks.filter((_, i) => i % step === seed % step), ...others]);
  return SITUATIONS.filter(
    (one) => chosen.has(one) && !ELSEWHERE.some(([name, id]) => fields.includes(name) && one.id === id),
  );
}

/** A fault of the field is one of another there: of the tools in older words, or an addition of the gateway. */
const ELSEWHERE: readonly (readonly [FieldName, string])[] = [
  ['tool.name', 'legacy-functions'],
  ['tool.strict', 'bare-tool'],
  // The place of this result holds an image, too.
  ['result.content', 'result-image'],
];

/** Without its role a message is none. */
const UNDROPPABLE: ReadonlySet<FieldName> = new Set<FieldName>(['developer.role']);

interface Exception {
  readonly why: string;
  readonly word: Word;
}

/** Where a fault comes to something else than what it is; null where it does not. */
function exceptionOf(
  { from, to }: Ends,
  kind: Kind,
  { field, situation, stream, said, word }: FieldRow,
): Exception | null {
  const translates = from !== to;
  if (translates && kind === 'dropped' && isPlain(field, said)) {
    return { why: 'leaving the field out says the same', word: 'translated' };
  }
  if (translates && kind === 'changed' && field === 'answer.call.id') {
    return { why: 'ids that another protocol gives are others', word: 'translated' };
  }
  if (translates && to === 'gemini' && kind === 'dropped' && field === 'result.pairing') {
    const why = 'Gemini pairs results without ids by name and order';
    return { why, word: situation === 'results-permuted' ? 'changed' : 'translated' };
  }
  if (to === 'gemini' && kind === 'changed' && field === 'result.error') {
    return { why: 'an error is a key that is there or not; what it holds is the content', word };
  }
  if (
    from === 'messages' &&
    kind === 'dropped' &&
    field === 'answer.call.arguments' &&
    situation === 'answer-no-arguments' &&
    stream
  ) {
    return { why: 'a call of a stream without pieces of arguments has none: {}', word };
  }
  return null;
}

function isPlain(field: FieldName, said: FieldRow['said']): boolean {
  const plain: readonly FieldRow['said'][] = FIELDS[field].plain ?? [];
  return plain.includes(said);
}

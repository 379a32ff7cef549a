import { deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { FIELDS, type Field } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { rootSpot, valueOf, type Spot } from '../../protocol/places/pattern.ts';
import type { Places } from '../../protocol/places/places.ts';
import { nodesOf, sayingOf, wireOf, type Saying } from '../../protocol/places/read-place.ts';
import { WORDS, type Word } from '../result.ts';
import { align } from './align.ts';

/** What became of a field on its way. */
export interface Verdict {
  readonly word: Word;
  readonly said: Json;
  readonly found: Json;
}

/** A body with the table that reads it. */
export interface Read {
  readonly places: Places;
  readonly body: JsonObject;
}

/** One tool, call, result … that says a field, or the body itself. */
interface Holder {
  readonly node: Spot;
  readonly saying: Saying;
}

/** Kinds whose order tells something. */
const ORDERED: ReadonlySet<Field['of']> = new Set<Field['of']>(['user', 'assistant', 'call', 'made call']);

/**
 * What became of a field of a body on its way to the other: of a request on its way to the upstream, or of an answer on its way back.
 * Null where the first body does not say it.
 */
export function judgeField(name: FieldName, from: Read, to: Read): Verdict | null {
  const sent = holdersOf(name, from);
  if (sent.length === 0) return null;
  const said = valueOfAll(sent);
  if (to.places.fields[name].at === null) return { word: 'unsayable', said, found: null };
  const arrived = holdersOf(name, to, wireOf);
  const places = align(
    sent.map(({ node }) => valueOf(node) ?? null),
    arrived.map(({ node }) => valueOf(node) ?? null),
  );
  const same = from.places === to.places;
  const words = sent.map(({ saying }, i) => {
    const other = arrived[places[i] ?? -1];
    return other === undefined ? missing(name, saying, same, to) : compare(name, saying, other.saying, same);
  });
  if (ORDERED.has(FIELDS[name].of) && !inOrder(places)) words.push('changed');
  return { word: worstOf(words), said, found: arrived.length === 0 ? null : valueOfAll(arrived) };
}

/** Every tool, call, result … of a body that says a field; `otherwise` reads those that do not. */
function holdersOf(name: FieldName, { places, body }: Read, otherwise: typeof wireOf = () => null): Holder[] {
  const { of } = FIELDS[name];
  const nodes = of === null ? [rootSpot(body)] : nodesOf(places, of, body);
  return nodes.flatMap((node) => {
    const saying = sayingOf(places, name, node, body) ?? otherwise(places, name, node);
    return saying === null ? [] : [{ node, saying }];
  });
}

function valueOfAll(holders: readonly Holder[]): Json {
  const values = holders.map(({ saying }) => saying.value);
  return values.length === 1 ? (values[0] ?? null) : values;
}

/**
 * Leaving a field out says what its plain value says; a choice of no tool may be said by sending none, and the prompt of a developer
 * by the place that a protocol has for the system's.
 */
function missing(name: FieldName, { value }: Saying, same: boolean, to: Read): Word {
  if (same) return 'dropped';
  const plain: readonly Json[] = FIELDS[name].plain ?? [];
  const isNone = name === 'choice' && value === 'none' && nodesOf(to.places, 'tool', to.body).length === 0;
  const isPrompt = name === 'developer.role' && holdersOf('system.text', to).length > 0;
  return isNone || isPrompt || plain.includes(value) ? 'translated' : 'dropped';
}

/** Through one protocol an id stays what it is, even where what it names could be told without it. */
const EXACT: ReadonlySet<FieldName> = new Set<FieldName>(['result.pairing']);

/** Ids that another protocol gives are others: what counts is that there is one. */
const NAMES: ReadonlySet<FieldName> = new Set<FieldName>(['call.id', 'answer.call.id']);

function compare(name: FieldName, sent: Saying, arrived: Saying, same: boolean): Word {
  const asWritten = JSON.stringify(sent.wire) === JSON.stringify(arrived.wire);
  if (same && asWritten) return 'kept';
  if (same && EXACT.has(name)) return arrived.wire === null ? 'dropped' : 'changed';
  if (deepEqual(sent.value, arrived.value)) return same || asWritten ? 'kept' : 'translated';
  if (isEmpty(arrived.value)) return 'dropped';
  return !same && NAMES.has(name) ? 'translated' : 'changed';
}

/** What is left of a text or of arguments where all of it is gone. */
function isEmpty(value: Json): boolean {
  return value === '' || (isObject(value) && Object.keys(value).length === 0);
}

function inOrder(places: readonly (number | null)[]): boolean {
  const known = places.filter((place) => place !== null);
  return known.every((place, i) => i === 0 || (known[i - 1] ?? 0) < place);
}

/** The last of these in the order of the words. */
export function worstOf(words: readonly Word[]): Word {
  return words.reduce<Word>((worst, word) => (WORDS.indexOf(word) > WORDS.indexOf(worst) ? word : worst), 'kept');
}

/** Other words for what other fields say, too. */
const ALIASES: ReadonlySet<FieldName> = new Set<FieldName>(['functions', 'functions.choice']);

/** What one body says and the other does not: by field, with the value; what says no more than leaving it out does not count. */
export function addedFields(from: Read, to: Read): { readonly field: FieldName; readonly value: Json }[] {
  const names = Object.keys(to.places.fields) as FieldName[];
  return names.flatMap((field) => {
    if (FIELDS[field].way === 'back' || ALIASES.has(field)) return [];
    const found = holdersOf(field, to);
    if (found.length === 0 || holdersOf(field, from).length > 0) return [];
    const value = valueOfAll(found);
    const plain: readonly Json[] = FIELDS[field].plain ?? [];
    return plain.includes(value) ? [] : [{ field, value }];
  });
}

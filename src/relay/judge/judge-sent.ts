import { deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { FIELDS, type Field } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { rootSpot, valueOf, type Spot } from '../../protocol/places/pattern.ts';
import type { Places } from '../../protocol/places/places.ts';
import { nodesOf, sayingOf, spotsOf, wireOf, type Saying } from '../../protocol/places/read-place.ts';
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

/** Of these one more than was sent is something that nobody said. */
const COUNTED: ReadonlySet<FieldName> = new Set<FieldName>([
  'tool.name',
  'user.text',
  'assistant.text',
  'call.name',
  'result.pairing',
  'answer.call.name',
]);

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
    if (other === undefined) return missing(name, saying, same, to);
    const word = compare(name, saying, other.saying, same);
    return word === 'changed' && isPartLost(name, saying, other.saying, from, to) ? 'translated' : word;
  });
  if (ORDERED.has(FIELDS[name].of) && !inOrder(places)) words.push('changed');
  // A message that is all calls may come with an empty text.
  const saying = (holders: readonly Holder[]): number => holders.filter((one) => one.saying.value !== '').length;
  if (COUNTED.has(name) && saying(arrived) > saying(sent)) words.push('changed');
  if (arrived.length > 0 && areAmbiguous(name, sent, arrived, to)) words.push('changed');
  return { word: worstOf(words), said, found: arrived.length === 0 ? null : valueOfAll(arrived) };
}

/** Every tool, call, result … of a body that says a field; `otherwise` reads those that do not. */
export function holdersOf(name: FieldName, { places, body }: Read, otherwise: typeof wireOf = () => null): Holder[] {
  const { of } = FIELDS[name];
  const nodes = of === null ? [rootSpot(body)] : nodesOf(places, of, body);
  return nodes.flatMap((node) => {
    const saying = sayingOf(places, name, node, body) ?? otherwise(places, name, node);
    return saying === null ? [] : [{ node, saying }];
  });
}

export function valueOfAll(holders: readonly Holder[]): Json {
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

/** Ids that another protocol gives are others: what counts is that there is one, and that results go by it. */
const NAMES: ReadonlySet<FieldName> = new Set<FieldName>(['call.id', 'answer.call.id']);

function compare(name: FieldName, sent: Saying, arrived: Saying, same: boolean): Word {
  const asWritten = JSON.stringify(sent.wire) === JSON.stringify(arrived.wire);
  if (same && asWritten) return 'kept';
  if (same && EXACT.has(name)) return arrived.wire === null ? 'dropped' : 'changed';
  // The result names its call as it did: where the call went by another id, that is the loss of the call.
  if (EXACT.has(name) && asWritten && arrived.wire !== null) return 'kept';
  if (deepEqual(sent.value, arrived.value)) return same || asWritten ? 'kept' : 'translated';
  if (isEmpty(arrived.value)) return 'dropped';
  if (!same && (NAMES.has(name) || isBudget(name, arrived))) return 'translated';
  return 'changed';
}

/** Tokens that some protocols count apart from the whole that they are a part of. */
const PARTS: { readonly [name in FieldName]?: FieldName } = {
  'answer.usage.input': 'answer.usage.cached',
  'answer.usage.output': 'answer.usage.thought',
};

/** Whether a sum of tokens is another only because a part that is counted apart is lost, which that part's own field tells. */
function isPartLost(name: FieldName, sent: Saying, arrived: Saying, from: Read, to: Read): boolean {
  const part = PARTS[name];
  const place = to.places.fields[name];
  if (part === undefined || place.at === null || place.from === undefined) return false;
  const partOf = (read: Read): number => Number(holdersOf(part, read)[0]?.saying.value ?? 0);
  return Number(sent.value) - partOf(from) === Number(arrived.value) - partOf(to);
}

/** A budget of tokens says how much the model thinks, too. */
function isBudget(name: FieldName, { value }: Saying): boolean {
  return name === 'effort' && typeof value === 'number' && value > 0;
}

/**
 * Whether the calls of a body have ids that lead nowhere: two calls of one id that had two, or a result that names the id which a call had
 * before.
 */
function areAmbiguous(name: FieldName, sent: readonly Holder[], arrived: readonly Holder[], to: Read): boolean {
  if (!NAMES.has(name)) return false;
  const before = sent.map(({ saying }) => saying.value);
  const now = arrived.map(({ saying }) => saying.value);
  if (new Set(now).size < now.length && new Set(before).size === before.length) return true;
  if (name !== 'call.id') return false;
  const place = to.places.fields['result.pairing'];
  if (place.at === null) return false;
  const named = nodesOf(to.places, 'result', to.body).flatMap((node) => spotsOf(to.places, place, node).map(valueOf));
  return named.some((id) => before.includes(id ?? null) && !now.includes(id ?? null));
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

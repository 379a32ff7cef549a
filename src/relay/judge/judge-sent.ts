import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { FIELDS, type Field } from '../../protocol/places/field.ts';
import type { FieldName } from '../../protocol/places/field-name.ts';
import { rootSpot, valueOf, type Spot } from '../../protocol/places/pattern.ts';
import type { Places } from '../../protocol/places/places.ts';
import { nodesOf, sayingOf, spotsOf, wireOf, type Saying } from '../../protocol/places/read-place.ts';
import { WORDS, type Word } from '../result.ts';
import { align } from './align.ts';

/** The judgement of one field: its word, its value when sent, and its value when it arrived. */
export interface FieldVerdict {
  readonly word: Word;
  readonly said: Json;
  readonly found: Json;
}

/** A body, with the places that its protocol has for fields. */
export interface PlacedBody {
  readonly places: Places;
  readonly body: JsonObject;
}

/** A node that has a field: a tool, a call, a result or the whole body. */
interface Holder {
  readonly node: Spot;
  readonly saying: Saying;
}

/** Kinds of nodes whose order has a meaning. */
const ORDERED: ReadonlySet<Field['of']> = new Set<Field['of']>(['user', 'assistant', 'call', 'made call']);

/** Fields that are judged `changed` where more of them arrive than were sent, because the gateway invented one. */
const COUNTED: ReadonlySet<FieldName> = new Set<FieldName>([
  'tool.name',
  'user.text',
  'assistant.text',
  'call.name',
  'result.pairing',
  'answer.call.name',
]);

/**
 * Judges a field by the sent body `from` and the arrived body `to`. Both are bodies of the request, or both of the answer. Null where
 * `from` does not have the field.
 */
export function judgeField(name: FieldName, from: PlacedBody, to: PlacedBody): FieldVerdict | null {
  const sent = holdersOf(name, from);
  if (sent.length === 0) return null;
  const said = valueOfAll(sent);
  if (to.places.fields[name].at === null) return { word: 'unsayable', said, found: null };
  const arrived = holdersOf(name, to, wireOf);
  const regrouped = name === 'system.text' && from.places !== to.places ? regroupedWord(sent, arrived) : null;
  if (regrouped !== null) return { word: regrouped, said, found: valueOfAll(arrived) };
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
  // A gateway may add an empty text to a message that holds only calls.
  const saying = (holders: readonly Holder[]): number => holders.filter((one) => one.saying.value !== '').length;
  if (COUNTED.has(name) && saying(arrived) > saying(sent)) words.push('changed');
  if (arrived.length > 0 && areAmbiguous(name, sent, arrived, to)) words.push('changed');
  return { word: worstOf(words), said, found: arrived.length === 0 ? null : valueOfAll(arrived) };
}

/**
 * The word for system prompts that a gateway put together or took apart between two protocols: `translated` where every text arrived,
 * in order. Null where their number is the same, or where a text is missing.
 */
function regroupedWord(sent: readonly Holder[], arrived: readonly Holder[]): Word | null {
  const texts = (holders: readonly Holder[]): Json[] =>
    holders.flatMap(({ saying }) => (Array.isArray(saying.wire) ? saying.wire : [saying.wire]));
  const isSame = sent.length === arrived.length && texts(sent).length === texts(arrived).length;
  if (isSame || arrived.length === 0) return null;
  // Gateways write an empty line between two texts, or nothing.
  const joined = (holders: readonly Holder[]): string => texts(holders).map(asText).join('').replaceAll(/\s+/g, '');
  return joined(sent) === joined(arrived) ? 'translated' : null;
}

/** The nodes of a body that have a field. `otherwise` may give the value of a node that does not have it. */
export function holdersOf(
  name: FieldName,
  { places, body }: PlacedBody,
  otherwise: typeof wireOf = () => null,
): Holder[] {
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
 * The word for a field that did not arrive. It is `translated` where another protocol expresses the field by other means: a value of
 * `plain` by leaving the field out, the choice `none` by sending no tools, and a developer message by the system prompt.
 */
function missing(name: FieldName, { value }: Saying, same: boolean, to: PlacedBody): Word {
  if (same) return 'dropped';
  const plain: readonly Json[] = FIELDS[name].plain ?? [];
  const isNone = name === 'choice' && value === 'none' && nodesOf(to.places, 'tool', to.body).length === 0;
  const isPrompt = name === 'developer.role' && holdersOf('system.text', to).length > 0;
  return isNone || isPrompt || plain.includes(value) ? 'translated' : 'dropped';
}

/** Fields that must stay equal to the letter in a lane with one protocol, even where their meaning would survive a change. */
const EXACT: ReadonlySet<FieldName> = new Set<FieldName>(['result.pairing']);

/** Ids, which a gateway may replace between two protocols. `areAmbiguous` checks that results still name their calls. */
const NAMES: ReadonlySet<FieldName> = new Set<FieldName>(['call.id', 'answer.call.id']);

/** Fields whose media type stands beside their wire value in some protocols. */
const TYPED: ReadonlySet<FieldName> = new Set<FieldName>(['user.image', 'user.file', 'user.audio', 'result.image']);

function compare(name: FieldName, sent: Saying, arrived: Saying, same: boolean): Word {
  const isWhole = !TYPED.has(name) || deepEqual(sent.value, arrived.value);
  const asWritten = isWhole && JSON.stringify(sent.wire) === JSON.stringify(arrived.wire);
  if (same && asWritten) return 'kept';
  if (same && EXACT.has(name)) return arrived.wire === null ? 'dropped' : 'changed';
  // The result still names the id that was sent. Where the gateway changed the id of the call, `call.id` is the lost field.
  if (EXACT.has(name) && asWritten && arrived.wire !== null) return 'kept';
  if (deepEqual(sent.value, arrived.value)) return same || asWritten ? 'kept' : 'translated';
  if (isEmpty(arrived.value)) return 'dropped';
  if (!same && (NAMES.has(name) || isBudget(name, arrived))) return 'translated';
  return 'changed';
}

/** Token counts, with the count that some protocols subtract from them and report apart. */
const PARTS: { readonly [name in FieldName]?: FieldName } = {
  'answer.usage.input': 'answer.usage.cached',
  'answer.usage.output': 'answer.usage.thought',
};

/**
 * True where a token count differs only because a part of it, which the protocol reports apart, is lost. The field of that part shows
 * the loss.
 */
function isPartLost(name: FieldName, sent: Saying, arrived: Saying, from: PlacedBody, to: PlacedBody): boolean {
  const part = PARTS[name];
  const place = to.places.fields[name];
  if (part === undefined || place.at === null || place.from === undefined) return false;
  const partOf = (read: PlacedBody): number => Number(holdersOf(part, read)[0]?.saying.value ?? 0);
  return Number(sent.value) - partOf(from) === Number(arrived.value) - partOf(to);
}

/** True for a reasoning effort in the form of a token budget. */
function isBudget(name: FieldName, { value }: Saying): boolean {
  return name === 'effort' && typeof value === 'number' && value > 0;
}

/**
 * True where the gateway broke the ids of calls: two calls share an id that had two ids before, or a result names an id that its call
 * no longer has.
 */
function areAmbiguous(name: FieldName, sent: readonly Holder[], arrived: readonly Holder[], to: PlacedBody): boolean {
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

/** True for an empty text, and for arguments without any entry. */
function isEmpty(value: Json): boolean {
  return value === '' || (isObject(value) && Object.keys(value).length === 0);
}

function inOrder(places: readonly (number | null)[]): boolean {
  const known = places.filter((place) => place !== null);
  return known.every((place, i) => i === 0 || (known[i - 1] ?? 0) < place);
}

/** The worst of the words, by their order in `WORDS`. */
export function worstOf(words: readonly Word[]): Word {
  return words.reduce<Word>((worst, word) => (WORDS.indexOf(word) > WORDS.indexOf(worst) ? word : worst), 'kept');
}

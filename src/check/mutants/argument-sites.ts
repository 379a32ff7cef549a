import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import { itemSchema, propertySchema } from '../../match/schema/resolve.ts';
import { fitsExample } from '../../match/examples/fits-example.ts';
import { fieldsOf, readMatcher } from '../../match/matcher.ts';

/** A place in the right arguments that a mutant can change. */
export interface ArgumentSite {
  /** Keys and indexes from the arguments to this place. */
  readonly keys: readonly (string | number)[];
  /** Name in messages: `filter.max_price`. */
  readonly name: string;
  readonly matcher: Json;
  readonly schema: JsonObject | null;
  readonly value: Json;
  /** True when the property may also be absent. */
  readonly optional: boolean;
  /**
   * True for an object whose properties are places of their own: a mutant can add a property, but not change the object's
   * value.
   */
  readonly container: boolean;
  /** True for a container whose matcher allows further keys. */
  readonly open: boolean;
}

/** Sites of a call or of the state that are mutated. */
export const MAX_SITES = 40;
const MAX_ITEMS = 3;

/** Every place of the right arguments: each object whose keys the matcher lists, and each value that is matched as a whole. */
export function* argumentSites(
  matcher: Json,
  value: Json,
  schema: JsonObject | null,
  keys: readonly (string | number)[] = [],
): Generator<ArgumentSite> {
  const name = keys.reduce<string>(joinPath, '');
  const site = { keys, name, matcher, schema, value, optional: keys.length > 0 && fitsExample(matcher, undefined) };
  const inner = onlyPart(matcher);
  const object = fieldsOf(inner);
  if (isObject(value) && object !== null) {
    yield { ...site, container: true, open: object.open };
    for (const [key, part] of Object.entries(object.fields)) {
      if (!Object.hasOwn(value, key)) continue;
      yield* argumentSites(part, value[key] ?? null, propertySchema(schema, key), [...keys, key]);
    }
    return;
  }
  yield { ...site, container: false, open: false };
  if (!Array.isArray(value) || !Array.isArray(inner)) return;
  for (const [i, part] of inner.slice(0, MAX_ITEMS).entries()) {
    if (isObject(part)) yield* argumentSites(part, value[i] ?? null, itemSchema(schema, i), [...keys, i]);
  }
}

/** The inner matcher of an operator with a single part, such as `$optional`. Every other matcher is returned as it is. */
function onlyPart(matcher: Json): Json {
  const read = readMatcher(matcher);
  const parts = read?.operator.parts?.(read.operand, '') ?? [];
  const [first, ...others] = parts;
  return first === undefined || others.length > 0 ? matcher : first.matcher;
}

/** The arguments with another value at a place; `undefined` removes the property. */
export function withValue(root: Json, keys: readonly (string | number)[], value: Json | undefined): Json {
  const [key, ...rest] = keys;
  if (key === undefined) return value ?? null;
  if (Array.isArray(root)) return root.map((item, i) => (i === key ? withValue(item, rest, value) : item));
  if (!isObject(root)) return root;
  if (rest.length === 0 && value === undefined) {
    const { [String(key)]: _, ...others } = root;
    return others;
  }
  return { ...root, [key]: withValue(root[String(key)] ?? null, rest, value) };
}

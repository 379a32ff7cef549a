import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Examples, Matching, Operator } from '../../operator.ts';
import { fitsValues, resolvedReference } from '../../reference.ts';
import { itemSchema, typesOf } from '../../schema/resolve.ts';

export const contains: Operator = {
  name: '$contains',
  operand: 'x',
  meaning: 'strings that hold this text; lists of which some element fits; a list means all of them',
  example: '$contains: [Berlin, umbrella]',
  shape: {},
  check: (operand, { wrong, nested, path }) => {
    if (Array.isArray(operand) && operand.length === 0) wrong('a text, a value, or a list of them that is not empty');
    else nested(operand, path);
  },
  accepts: (operand, actual, matching) =>
    actual !== undefined && partsOf(operand).every((part) => holds(actual, part, matching)),
  describe: (operand, { list }) => `something containing ${list(operand, ' and ')}`,
  *candidates(operand, schema, examples) {
    yield* containing(partsOf(operand), schema, examples);
    yield* examples.ofSchema(schema);
  },
  isSearched: () => true,
  lenient: { allows: () => false },
};

/** Longest list of an example. A schema that needs a longer list has no example. */
const LONGEST_LIST = 200;

function partsOf(operand: Json): readonly Json[] {
  return Array.isArray(operand) ? operand : [operand];
}

function holds(actual: Json, part: Json, { fits }: Matching): boolean {
  if (Array.isArray(actual)) return actual.some((element) => fits(part, element));
  if (typeof actual !== 'string') return false;
  // Before a result is known, as in `check`, any text fits.
  if (isOpenReference(part)) return true;
  const text = actual.normalize('NFC');
  const has = (one: Json): boolean => typeof one === 'string' && text.includes(one.normalize('NFC'));
  const resolved = isObject(part) ? resolvedReference(part['$result']) : null;
  return resolved === null ? has(part) : fitsValues(resolved, has);
}

function isOpenReference(part: Json): boolean {
  return isObject(part) && typeof part['$result'] === 'string';
}

/** The texts that a string may hold for this part: several for a reference that is to several results. */
function textsOf(part: Json): readonly string[] {
  const values = isObject(part) ? resolvedReference(part['$result'])?.values : undefined;
  return (values ?? [part]).filter((one) => typeof one === 'string');
}

function* containing(
  needles: readonly Json[],
  schema: JsonObject | null,
  { part, ofSchema }: Examples,
): Generator<Json> {
  const types = schema === null ? [] : typesOf(schema);
  yield* ofSchema(schema);
  const texts = needles.flatMap((needle) => (isOpenReference(needle) ? [''] : textsOf(needle).slice(0, 1)));
  if (!types.includes('array') && texts.length === needles.length) {
    const longest = texts.toSorted((a, b) => b.length - a.length);
    yield longest.reduce((text, needle) => (text.includes(needle) ? text : `${text} ${needle}`), longest.shift() ?? '');
  }
  const items = needles.map((needle, i) => part(needle, itemSchema(schema, i)));
  if (!items.every((item) => item !== undefined)) return;
  yield items;
  const least = typeof schema?.['minItems'] === 'number' ? schema['minItems'] : 0;
  const filler = part({ $any: true }, itemSchema(schema, items.length));
  if (filler !== undefined && items.length < least && least <= LONGEST_LIST) {
    yield [...items, ...Array.from({ length: least - items.length }, () => filler)];
  }
}

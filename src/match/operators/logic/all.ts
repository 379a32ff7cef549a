import { asList, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { Examples, Operator } from '../../operator.ts';

export const all: Operator = {
  name: '$all',
  operand: '[m, n]',
  meaning: 'what every one of these matchers fits',
  example: '$all: [{ $contains: Berlin }, { $not: { $contains: East } }]',
  shape: { type: 'array', minItems: 1 },
  check: (operand, { wrong, nested, path }) => {
    if (!Array.isArray(operand) || operand.length === 0) wrong('a list with at least one value or matcher');
    else nested(operand, path);
  },
  walk: (operand, actual, path, out, { walk }) => {
    let fit = true;
    for (const one of asList(operand)) {
      fit = walk(one, actual, path, out) && fit;
      if (!fit && out === null) return false;
    }
    return fit;
  },
  describe: (operand, { list }) => list(operand, ' and '),
  *candidates(operand, schema, examples) {
    yield* joined(asList(operand), schema, examples);
    yield* examples.ofSchema(schema);
  },
  // One member whose values are all known makes the search of all of them complete.
  isSearched: (operand, isSearched) => asList(operand).every(isSearched),
  lenient: {
    allows: (operand, _, allows) => asList(operand).every(allows),
    anyCase: (operand, anyCase) => asList(operand).some(anyCase),
  },
};

/** Each member's own examples; texts that hold a part of every member; objects that join every member's keys. */
function* joined(members: readonly Json[], schema: JsonObject | null, examples: Examples): Generator<Json> {
  const lists = members.map((member) => ownExamples(member, schema, examples));
  for (const list of lists) yield* list;
  const firsts = lists.flatMap((list) => list.slice(0, 1));
  if (firsts.every((first) => typeof first === 'string')) {
    yield firsts.join(' ');
    yield firsts.join('');
    yield firsts.toReversed().join('');
  }
  const objects = lists.map((list) => list.find(isObject)).filter((value) => value !== undefined);
  if (objects.length > 1) yield Object.assign({}, ...objects) as JsonObject;
}

/** The first candidates that fit their own matcher. */
function ownExamples(matcher: Json, schema: JsonObject | null, { candidates, fits }: Examples): readonly Json[] {
  const found: Json[] = [];
  let tries = 0;
  for (const value of candidates(matcher, schema)) {
    tries += 1;
    if (fits(matcher, value)) found.push(value);
    if (found.length >= 12 || tries > 60) break;
  }
  return found;
}

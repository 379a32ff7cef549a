import { isObject, joinPath, type Json, type JsonObject } from '../../../json/json.ts';
import type { Examples, Operator } from '../../operator.ts';
import { propertySchema, requiredOf } from '../../schema/resolve.ts';

export const subset: Operator = {
  name: '$subset',
  operand: '{ a: m }',
  meaning: 'objects with at least these keys; further ones are fine, at this level',
  example: '$subset: { city: Berlin }',
  shape: { type: 'object' },
  check: (operand, { report, wrong, nested, path, isOperator }) => {
    if (!isObject(operand)) {
      wrong('an object');
      return;
    }
    for (const [key, item] of Object.entries(operand)) nested(item, joinPath(path, key));
    if (Object.keys(operand).some(isOperator)) {
      report('bad-operand', 'expected keys of the object, found an operator');
    }
  },
  walk(operand, actual, path, out, { walkFields }, matcher) {
    if (isObject(operand) && isObject(actual)) return walkFields(operand, actual, path, out, true);
    const detail = actual === undefined ? 'missing' : '$subset';
    out?.push({ path, expected: matcher, actual: actual ?? null, detail });
    return false;
  },
  describe: (operand, { matcher }) => `at least ${matcher(operand)}`,
  *candidates(operand, schema, examples) {
    if (isObject(operand)) yield* supersets(operand, schema, examples);
  },
  fields: (operand) => (isObject(operand) ? operand : null),
  lenient: { allows: 'all-that-fits' },
};

function* supersets(operand: JsonObject, schema: JsonObject | null, examples: Examples): Generator<Json> {
  for (const wanted of examples.candidates(operand, schema)) {
    if (!isObject(wanted)) continue;
    const value: JsonObject = { ...wanted };
    for (const name of requiredOf(schema)) {
      if (Object.hasOwn(value, name)) continue;
      const example = examples.part(operand[name] ?? { $any: true }, propertySchema(schema, name));
      if (example !== undefined) value[name] = example;
    }
    yield value;
  }
}

import { isObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { didYouMean } from '../text/closest.ts';
import { shareMeant } from '../text/share.ts';
import { describe } from './describe.ts';
import { report } from './place.ts';
import type { Place } from './place.ts';

/**
 * Describes a value of a file. Its check and its JSON Schema are both made of it. Not a schema library: those stop at the first
 * unknown key and accept a list as an object.
 */
export interface Shape<T> {
  /** Phrase for messages: `a list of strings`. */
  readonly expected: string;
  readonly schema: JsonObject;
  /** Shapes that `schema` refers to with `$ref`. */
  readonly parts: readonly Shape<unknown>[];
  /** Set where the JSON Schema has the shape under `definitions`, by this name. */
  readonly definition: { readonly name: string; readonly schema: JsonObject } | null;
  readonly check: (value: Json, place: Place) => void;
  /** Never set. It ties the shape to the type of the checked value. */
  readonly type?: T;
}

function shape<T>(
  expected: string,
  schema: JsonObject,
  check: Shape<T>['check'],
  parts: readonly Shape<unknown>[] = [],
): Shape<T> {
  return { expected, schema, parts, definition: null, check };
}

/** Reports a value of a wrong type: the expected type and the found value. */
export function wrongType(place: Place, expected: string, value: Json, hint = ''): void {
  const advice = value === null ? ' Give it a value, or leave it out.' : hint;
  report(place, 'wrong-type', `Expected ${expected}, found ${describe(value)}.${advice}`);
}

/** A string; empty only with `allowEmpty`. `says` describes `pattern` in messages. Messages do not show a `secret`. */
export function text(
  options: { expected?: string; allowEmpty?: true; pattern?: RegExp; says?: string; secret?: true } = {},
): Shape<string> {
  const { expected = 'a string', pattern } = options;
  const minimum: JsonObject = options.allowEmpty === true ? {} : { minLength: 1 };
  return shape(
    expected,
    { type: 'string', ...minimum, ...(pattern && { pattern: pattern.source }) },
    (value, place) => {
      if (typeof value !== 'string') {
        const quotable = typeof value === 'number' || typeof value === 'boolean';
        wrongType(place, expected, value, quotable ? ` Put it in quotes: "${value}".` : '');
      } else if (value === '' && options.allowEmpty !== true) {
        report(place, 'empty', `Expected ${expected}, found an empty string.`);
      } else if (pattern && !pattern.test(value)) {
        report(
          place,
          'bad-value',
          `Expected ${options.says ?? expected}, found ${options.secret === true ? 'something else' : describe(value)}.`,
        );
      }
    },
  );
}

/** A number of at least `minimum` and at most `maximum`; an integer with `whole`. */
export function number(options: { minimum?: number; maximum?: number; whole?: true }): Shape<number> {
  const kind = options.whole === true ? 'a whole number' : 'a number';
  const { minimum, maximum } = options;
  const bounds =
    maximum === undefined
      ? ` of at least ${minimum}`
      : minimum === undefined
        ? ` of at most ${maximum}`
        : ` from ${minimum} to ${maximum}`;
  const expected = minimum === undefined && maximum === undefined ? kind : `${kind}${bounds}`;
  return shape(
    expected,
    {
      type: options.whole === true ? 'integer' : 'number',
      ...(minimum !== undefined && { minimum }),
      ...(maximum !== undefined && { maximum }),
    },
    (value, place) => {
      const fits =
        typeof value === 'number' &&
        (options.whole !== true || Number.isSafeInteger(value)) &&
        (minimum === undefined || value >= minimum) &&
        (maximum === undefined || value <= maximum);
      if (fits) return;
      const isShare = minimum === 0 && maximum === 1 && (typeof value === 'string' || typeof value === 'number');
      const meant = isShare ? shareMeant(String(value)) : null;
      wrongType(place, expected, value, meant === null ? '' : ` Write ${meant}.`);
    },
  );
}

/** True or false. */
export function flag(): Shape<boolean> {
  return shape('true or false', { type: 'boolean' }, (value, place) => {
    if (typeof value !== 'boolean') wrongType(place, 'true or false', value);
  });
}

/** A value of the shape, or null. */
export function orNull<T>(of: Shape<T>): Shape<T | null> {
  const expected = `${of.expected}, or null`;
  const schema = { anyOf: [of.schema, { type: 'null' }] };
  return shape<T | null>(expected, schema, (value, place) => value !== null && of.check(value, place), [of]);
}

/** One of some fixed words. */
export function choice<const T extends string>(
  names: readonly T[],
  expected: string = names.length === 1 ? (names[0] ?? '') : `one of ${names.join(', ')}`,
): Shape<T> {
  return shape(expected, { enum: [...names] }, (value, place) => {
    if ((names as readonly Json[]).includes(value)) return;
    wrongType(place, expected, value, typeof value === 'string' ? didYouMean(value, names) : '');
  });
}

/** Any value. Editors get `schema`; the check accepts everything. */
export function anything(schema: JsonObject = {}): Shape<Json> {
  return shape('any value', schema, () => {});
}

/** An object with any keys, whose values all have one shape. */
export function record<T>(values: Shape<T>, expected: string): Shape<{ readonly [key: string]: T }> {
  return shape(
    expected,
    { type: 'object', additionalProperties: values.schema },
    (value, place) => {
      if (!isObject(value)) return wrongType(place, expected, value);
      for (const [key, item] of Object.entries(value)) {
        place.path.push(key);
        values.check(item, place);
        place.path.pop();
      }
    },
    [values],
  );
}

/** An object with any content. */
export function freeObject(schema: JsonObject = {}, expected = 'an object'): Shape<JsonObject> {
  return shape(expected, { type: 'object', ...schema }, (value, place) => {
    if (!isObject(value)) wrongType(place, expected, value);
  });
}

/** A list whose items all have one shape. `notEmpty` is the advice in the message about an empty list. */
export function list<T>(
  items: Shape<T>,
  options: { expected: string; notEmpty?: string } = { expected: 'a list' },
): Shape<readonly T[]> {
  const { expected, notEmpty } = options;
  return shape(
    expected,
    { type: 'array', items: items.schema, ...(notEmpty !== undefined && { minItems: 1 }) },
    (value, place) => {
      if (!Array.isArray(value)) return wrongType(place, expected, value);
      if (value.length === 0 && notEmpty !== undefined) {
        report(place, 'empty', `Expected ${expected}, found an empty list. ${notEmpty}`);
      }
      for (let i = 0; i < value.length; i++) {
        place.path.push(i);
        items.check(value[i] ?? null, place);
        place.path.pop();
      }
    },
    [items],
  );
}

/**
 * One of several shapes. A function chooses the shape by the value, so that a message is about the shape that the author
 * intended.
 */
export function either<T>(
  expected: string,
  ...branches: readonly { readonly when: (value: Json) => boolean; readonly shape: Shape<T> }[]
): Shape<T> {
  return shape(
    expected,
    { anyOf: branches.map((branch) => branch.shape.schema) },
    (value, place) => {
      const branch = branches.find(({ when }) => when(value));
      if (branch) branch.shape.check(value, place);
      else wrongType(place, expected, value);
    },
    branches.map((branch) => branch.shape),
  );
}

/** The shape, defined once in the JSON Schema and referred to by name. */
export function named<T>(name: string, of: Shape<T>): Shape<T> {
  return { ...of, schema: { $ref: `#/definitions/${name}` }, definition: { name, schema: of.schema } };
}

/** The JSON Schema of a file of this shape, in draft 7, which most editors support. */
export function jsonSchema(root: Shape<unknown>, title: string): JsonObject {
  const definitions: JsonObject = {};
  const collect = (of: Shape<unknown>): void => {
    if (of.definition) definitions[of.definition.name] = of.definition.schema;
    of.parts.forEach(collect);
  };
  collect(root);
  return { $schema: 'http://json-schema.org/draft-07/schema#', title, ...root.schema, definitions };
}

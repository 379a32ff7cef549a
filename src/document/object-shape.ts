import { isObject } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import { closest } from '../text/closest.ts';
import { report } from './place.ts';
import type { Place } from './place.ts';
import { wrongType } from './shape.ts';
import type { Shape } from './shape.ts';

interface Field<T, Required extends boolean> {
  readonly shape: Shape<T>;
  readonly required: Required;
  /** Description that editors and the generated schema show. */
  readonly description: string;
}

/** The fields of an object type, each required or optional as in the type. */
export type Fields<T> = {
  readonly [K in keyof T]-?: {} extends Pick<T, K> ? Field<Exclude<T[K], undefined>, false> : Field<T[K], true>;
};

/** A required field. */
export function required<T>(shape: Shape<T>, description: string): Field<T, true> {
  return { shape, required: true, description };
}

/** An optional field. */
export function optional<T>(shape: Shape<T>, description: string): Field<T, false> {
  return { shape, required: false, description };
}

/**
 * `hints` give the right place of keys that users write here by mistake. `open` allows unknown keys; with `to vendors` only
 * those that resemble no known key.
 */
export interface ObjectOptions {
  readonly expected: string;
  readonly hints?: { readonly [key: string]: string };
  readonly open?: true | 'to vendors';
}

function unknownKey(place: Place, key: string, known: readonly string[], hints: ObjectOptions['hints']): void {
  const hint = hints !== undefined && Object.hasOwn(hints, key) ? hints[key] : undefined;
  const near = closest(key, known);
  const advice =
    hint ??
    (near === null
      ? `Known here: ${known.filter((name) => name !== '$schema').join(', ')}.`
      : `Did you mean "${near}"?`);
  report(place, 'unknown-key', `Unknown key ${JSON.stringify(key)}. ${advice}`, key);
}

/** True for an unknown key that is a mistake and no field of a vendor: a key with a hint, or one that resembles a known key. */
function isMistake(key: string, known: readonly string[], hints: ObjectOptions['hints']): boolean {
  return (hints !== undefined && Object.hasOwn(hints, key)) || closest(key, known) !== null;
}

/** An object with exactly the fields of `T`. Every unknown and every missing key is reported. */
export function object<T extends object>(fields: Fields<T>, options: ObjectOptions): Shape<T> {
  const table = new Map<string, Field<unknown, boolean>>(Object.entries(fields));
  const known = [...table.keys()];
  const needed = known.filter((key) => table.get(key)?.required === true);
  const properties: JsonObject = {};
  for (const [key, { shape, description }] of table) {
    // In draft 7 validators ignore the siblings of `$ref`, so a reference with a description is wrapped in `allOf`.
    const body: JsonObject = '$ref' in shape.schema ? { allOf: [shape.schema] } : shape.schema;
    properties[key] = { description, ...body };
  }
  return {
    expected: options.expected,
    schema: {
      type: 'object',
      properties,
      ...(needed.length > 0 && { required: needed }),
      ...(options.open === undefined && { additionalProperties: false }),
    },
    parts: [...table.values()].map((field) => field.shape),
    definition: null,
    check: (value, place) => {
      if (!isObject(value)) {
        wrongType(place, options.expected, value);
        return;
      }
      for (const key in value) {
        const field = table.get(key);
        if (field) {
          place.path.push(key);
          field.shape.check(value[key] ?? null, place);
          place.path.pop();
        } else if (options.open !== true && (options.open === undefined || isMistake(key, known, options.hints))) {
          unknownKey(place, key, known, options.hints);
        }
      }
      for (const key of needed) {
        if (Object.hasOwn(value, key)) continue;
        report(place, 'missing-key', `"${key}" is missing: expected ${table.get(key)?.shape.expected}.`, key);
      }
    },
  };
}

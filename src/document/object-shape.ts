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
  /** Shown by editors, and in the generated schema. */
  readonly description: string;
}

/** The fields of an object type, each as required or optional as the type says. */
export type Fields<T> = {
  readonly [K in keyof T]-?: {} extends Pick<T, K> ? Field<Exclude<T[K], undefined>, false> : Field<T[K], true>;
};

/** A field that must be there. */
export function required<T>(shape: Shape<T>, description: string): Field<T, true> {
  return { shape, required: true, description };
}

/** A field that may be left out. */
export function optional<T>(shape: Shape<T>, description: string): Field<T, false> {
  return { shape, required: false, description };
}

/** `hints` say where a key belongs that people look for here; `open` lets unknown keys pass, `to vendors` those that are no mistake. */
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

/** A key that is no field of a vendor's: one with a hint, or near to a known one. */
function isMistake(key: string, known: readonly string[], hints: ObjectOptions['hints']): boolean {
  return (hints !== undefined && Object.hasOwn(hints, key)) || closest(key, known) !== null;
}

/** An object with exactly the fields of `T`: unknown and missing keys are named, every one. */
export function object<T extends object>(fields: Fields<T>, options: ObjectOptions): Shape<T> {
  const table = new Map<string, Field<unknown, boolean>>(Object.entries(fields));
  const known = [...table.keys()];
  const needed = known.filter((key) => table.get(key)?.required === true);
  const properties: JsonObject = {};
  for (const [key, { shape, description }] of table) {
    // A reference hides its siblings in draft 7, so a described one is wrapped.
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

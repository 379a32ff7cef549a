import { isObject, joinPath, type Json } from '../json/json.ts';

/** A `$result` of a matcher: the value at `path` in the result of the call with this id. */
export interface Reference {
  readonly id: string;
  /** Path in the result: `customer.id`, `[0].id`; `''` for the whole result. */
  readonly path: string;
}

/** The operand of a `$result` once its values are known. */
export interface ResolvedReference {
  /** The reference as written: `lookup.customer_id`. */
  readonly reference: string;
  /** The values that fit. Several where several calls may be the one with the id; `[]` where no result has the value. */
  readonly values: readonly Json[];
  /** True inside a `$not`, which then fits as soon as it fits for the result of one of the calls. */
  readonly negated: boolean;
}

/**
 * Parses a reference such as `lookup.customer_id`; null for any other value. An id has no dots or brackets, so it ends at the
 * first one.
 */
export function parseReference(operand: Json): Reference | null {
  if (typeof operand !== 'string') return null;
  const [, id = '', dot = '', rest = ''] = /^([^.[\]]+)(\.?)(.*)$/su.exec(operand) ?? [];
  if (id === '' || (dot !== '' && (rest === '' || rest.startsWith('[')))) return null;
  return dot === '' && rest !== '' && !rest.startsWith('[') ? null : { id, path: rest };
}

/** The reference and its values, where `operand` is that of a `$result` whose values are known; else null. */
export function resolvedReference(operand: Json | undefined): ResolvedReference | null {
  if (operand === undefined || !isObject(operand)) return null;
  const { reference, values, negated } = operand;
  if (typeof reference !== 'string' || !Array.isArray(values)) return null;
  return { reference, values, negated: negated === true };
}

/** True when one of the values fits; inside a `$not`, when all of them do. */
export function fitsValues({ values, negated }: ResolvedReference, fits: (value: Json) => boolean): boolean {
  return negated ? values.every(fits) : values.some(fits);
}

/** True when a reference in the matcher is to a value that no result has. */
export function lacksValue(matcher: Json): boolean {
  if (Array.isArray(matcher)) return matcher.some(lacksValue);
  if (!isObject(matcher) || Object.hasOwn(matcher, '$literal')) return false;
  const resolved = resolvedReference(matcher['$result']);
  return resolved === null ? Object.values(matcher).some(lacksValue) : resolved.values.length === 0;
}

/** True when the matcher holds a reference whose values are not known yet, as in `check`. */
export function hasOpenReference(matcher: Json): boolean {
  for (const _ of referencesIn(matcher)) return true;
  return false;
}

/** Every valid reference in a matcher, with its path. A `$literal` contains none. */
export function referencesIn(matcher: Json, at = ''): Iterable<Reference & { readonly at: string }> {
  return mayRefer(matcher) ? findReferences(matcher, at) : NONE;
}

const NONE: readonly (Reference & { readonly at: string })[] = [];

/** False where a matcher contains no reference. Most do not, and for these no paths are made. */
export function mayRefer(matcher: Json): boolean {
  if (typeof matcher !== 'object' || matcher === null) return false;
  if (Array.isArray(matcher)) return matcher.some(mayRefer);
  for (const key in matcher) if (key === '$result' || mayRefer(matcher[key] as Json)) return true;
  return false;
}

function* findReferences(matcher: Json, at: string): Generator<Reference & { readonly at: string }> {
  if (Array.isArray(matcher)) {
    for (const [i, item] of matcher.entries()) yield* findReferences(item, joinPath(at, i));
    return;
  }
  if (!isObject(matcher) || Object.hasOwn(matcher, '$literal')) return;
  for (const [key, value] of Object.entries(matcher)) {
    const place = joinPath(at, key);
    const reference = key === '$result' ? parseReference(value) : null;
    if (reference !== null) yield { ...reference, at: place };
    else yield* findReferences(value, place);
  }
}

/**
 * The matcher with its references replaced by their values. Where `valuesOf` returns null, the value is not known yet and the
 * reference stays.
 */
export function resolveReferences(
  matcher: Json,
  valuesOf: (reference: Reference) => readonly Json[] | null,
  negated = false,
): Json {
  if (Array.isArray(matcher)) return matcher.map((item) => resolveReferences(item, valuesOf, negated));
  if (!isObject(matcher) || Object.hasOwn(matcher, '$literal')) return matcher;
  return Object.fromEntries(
    Object.entries(matcher).map(([key, value]) => {
      const reference = key === '$result' ? parseReference(value) : null;
      if (reference === null) return [key, resolveReferences(value, valuesOf, (key === '$not') !== negated)];
      const values = valuesOf(reference);
      return [key, values === null ? value : { reference: value, values: [...values], ...(negated && { negated }) }];
    }),
  );
}

import type { Json, JsonObject } from '../../json/json.ts';
import { fitsExample } from './fits-example.ts';
import { readMatcher } from '../matcher.ts';
import { matcherCandidates } from './matcher-candidates.ts';
import { satisfies, schemaFault } from './satisfies.ts';
import { resolveSchema } from '../schema/resolve.ts';

/** Beyond this many candidates a matcher is given up on. */
const MAX_TRIES = 120;

/**
 * Why there is no example: nothing that fits the matcher satisfies the schema (`breaks-schema`, `detail` says how),
 * nothing can fit the matcher at all (`unsatisfiable`), or none was found and the author must give one (`needs-example`).
 */
export type ExampleReason = 'breaks-schema' | 'unsatisfiable' | 'needs-example';

export type Example =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: ExampleReason; readonly detail: string | null };

/** A value that fits the matcher and satisfies the schema; the same one every time. */
export function exampleFor(matcher: Json, schema: JsonObject | null): Example {
  return exampleWhere(matcher, schema, () => true);
}

/** As `exampleFor`, among the values that meet a further condition. */
export function exampleWhere(matcher: Json, schema: JsonObject | null, accept: (value: Json) => boolean): Example {
  const own = schema === null ? null : resolveSchema(schema);
  let fault: string | null = null;
  let butForFormat: Json | undefined;
  let tries = 0;
  for (const value of matcherCandidates(matcher, own, findPart)) {
    tries += 1;
    if (tries > MAX_TRIES) break;
    if (!fitsExample(matcher, value)) continue;
    const broken = schemaFault(own, value);
    if (broken === null) {
      if (accept(value)) return { ok: true, value };
      continue;
    }
    fault ??= broken;
    if (butForFormat === undefined && schemaFault(own, value, 'annotated') === null && accept(value))
      butForFormat = value;
  }
  // What breaks a `format` alone is right where nothing better is: formats are annotations.
  if (butForFormat !== undefined) return { ok: true, value: butForFormat };
  if (fault !== null) return { ok: false, reason: 'breaks-schema', detail: fault };
  return { ok: false, reason: isSearched(matcher) ? 'needs-example' : 'unsatisfiable', detail: null };
}

function findPart(matcher: Json, schema: JsonObject | null): Json | undefined {
  let fallback: Json | undefined;
  let tries = 0;
  for (const value of matcherCandidates(matcher, schema, findPart)) {
    tries += 1;
    if (tries > MAX_TRIES) break;
    if (!fitsExample(matcher, value)) continue;
    if (satisfies(schema, value)) return value;
    fallback ??= value;
  }
  // One that only breaks the schema still shows the whole, whose fault the schema then names.
  return fallback;
}

/** Whether an example had to be searched for, so that not finding one proves nothing. */
function isSearched(matcher: Json): boolean {
  if (typeof matcher !== 'object' || matcher === null) return false;
  const read = readMatcher(matcher);
  if (read === null) return Object.values(matcher).some(isSearched);
  const { operator, operand } = read;
  return operator.isSearched?.(operand, isSearched) ?? isSearched(operand);
}

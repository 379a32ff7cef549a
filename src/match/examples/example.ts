import type { Json, JsonObject } from '../../json/json.ts';
import { fitsExample } from './fits-example.ts';
import { readMatcher } from '../matcher.ts';
import { matcherCandidates } from './matcher-candidates.ts';
import { satisfies, schemaFault } from './satisfies.ts';
import { resolveSchema } from '../schema/resolve.ts';

/** Most candidates that are tried for a matcher. */
const MAX_TRIES = 120;

/**
 * Reason that there is no example. `breaks-schema`: no value that fits the matcher satisfies the schema; `detail` gives the
 * fault. `unsatisfiable`: no value fits the matcher. `needs-example`: the search found none, so the author must give one.
 */
export type ExampleReason = 'breaks-schema' | 'unsatisfiable' | 'needs-example';

export type Example =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: ExampleReason; readonly detail: string | null };

/** A value that fits the matcher and satisfies the schema. Equal arguments give an equal value. */
export function exampleFor(matcher: Json, schema: JsonObject | null): Example {
  return exampleWhere(matcher, schema, () => true);
}

/** As `exampleFor`, for a value that `accept` accepts. */
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
  // A value that breaks only a `format` is an example where no other exists, because formats are annotations.
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
  // A value that fits the matcher but not the schema still makes a whole call, and the fault then names the schema.
  return fallback;
}

/** True when an example had to be searched for, so that a search without a result proves nothing. */
function isSearched(matcher: Json): boolean {
  if (typeof matcher !== 'object' || matcher === null) return false;
  const read = readMatcher(matcher);
  if (read === null) return Object.values(matcher).some(isSearched);
  const { operator, operand } = read;
  return operator.isSearched?.(operand, isSearched) ?? isSearched(operand);
}

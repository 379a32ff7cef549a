import type { Json } from '../json/json.ts';
import { valueAt } from '../json/path.ts';
import { plansOf, callsOf } from '../domain/plans.ts';
import type { Scenario } from '../domain/scenario.ts';
import { mayRefer, referencesIn, resolveReferences, type Reference } from '../match/reference.ts';
import { rememberFor } from '../json/remember.ts';

/**
 * Results of calls by the id of the expected call. Several results where several calls fit equally well; `[]` for a call that
 * the model did not make; null while the result is not known. An id that is missing here belongs to a call that was not made.
 */
export type KnownResults = ReadonlyMap<string, readonly Json[] | null>;

export const NO_RESULTS: KnownResults = new Map();

/** The text of a result as references read it: parsed where it is JSON, else the text. */
export function readResult(content: string): Json {
  try {
    return JSON.parse(content) as Json;
  } catch {
    return content;
  }
}

/** The matcher with values in place of its references. References whose results are not known yet stay as they are. */
export function resolveWith(known: KnownResults, matcher: Json): Json {
  return resolveReferences(matcher, ({ id, path }: Reference) => {
    const results = known.get(id);
    if (results === null) return null;
    const values = (results ?? []).map((result) => (path === '' ? result : valueAt(result, path)));
    return distinct(values.filter((value) => value !== undefined));
  });
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

const NO_IDS: ReadonlySet<string> = new Set();

/** Ids that a reference in the arguments of a call or in the expected state names. */
export const referredIn: (scenario: Scenario) => ReadonlySet<string> = rememberFor((scenario) => {
  const matchers = plansOf(scenario).flatMap((plan) => [...callsOf(plan).map((call) => call.arguments), plan.state]);
  const referring = matchers.filter(mayRefer);
  return referring.length === 0
    ? NO_IDS
    : new Set(referring.flatMap((matcher) => Array.from(referencesIn(matcher), ({ id }) => id)));
});

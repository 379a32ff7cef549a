import type { Json } from '../json/json.ts';
import { valueAt } from '../json/path.ts';
import { plansOf, callsOf } from '../domain/plans.ts';
import type { Scenario } from '../domain/scenario.ts';
import { referencesIn, resolveReferences, type Reference } from '../match/reference.ts';

/**
 * What calls with an id were answered, by id: several results where several calls could equally be meant, `[]` for a call that
 * was not made, null where it is not known yet. An id that is not in the map was not made either.
 */
export type KnownResults = ReadonlyMap<string, readonly Json[] | null>;

export const NO_RESULTS: KnownResults = new Map();

/** A result text as references read it: as JSON where it is JSON, else as text. */
export function readResult(content: string): Json {
  try {
    return JSON.parse(content) as Json;
  } catch {
    return content;
  }
}

/** The matcher with what its references stand for; those whose results are not known yet stay as they are. */
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

const referred = new WeakMap<Scenario, ReadonlySet<string>>();

/** Ids whose results some call or the expected state of the scenario refers to. */
export function referredIn(scenario: Scenario): ReadonlySet<string> {
  let ids = referred.get(scenario);
  if (ids === undefined) {
    const matchers = plansOf(scenario).flatMap((plan) => [...callsOf(plan).map((call) => call.arguments), plan.state]);
    ids = new Set(matchers.flatMap((matcher) => [...referencesIn(matcher)].map(({ id }) => id)));
    referred.set(scenario, ids);
  }
  return ids;
}

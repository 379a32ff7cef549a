import { deepEqual, isObject, joinPath, type JsonObject } from '../../json/json.ts';
import { operatorOf } from '../../match/matcher.ts';
import { changesOf } from './argument-mutants.ts';
import { argumentSites, withValue } from './argument-sites.ts';
import type { Mutant } from './mutant.ts';

/** The state after the last turn with one fault. */
export type StateMutant = Omit<Mutant, 'answer'> & { readonly state: JsonObject };

const MAX_SITES = 40;

/** The right state after the last turn, each time with one fault. `path` is the path of the plan. */
export function* stateMutants(
  wanted: JsonObject,
  path: string,
  right: JsonObject,
  initial: JsonObject,
): Generator<StateMutant> {
  const at = joinPath(path, 'state');
  if (!deepEqual(right, initial)) {
    const meaning = 'what the calls do to the state need not be done';
    yield { kind: 'state-unchanged', path: at, deliberate: false, state: initial, meaning };
  }
  const literal = wanted['$literal'];
  const matcher = isObject(literal) ? literal : operatorOf(wanted) === null ? { $subset: wanted } : wanted;
  let count = 0;
  for (const site of argumentSites(matcher, right, null)) {
    count += 1;
    if (count > MAX_SITES) return;
    for (const { keys, value, deliberate, meaning } of changesOf(site, false)) {
      const state = withValue(right, keys ?? site.keys, value);
      if (!isObject(state)) continue;
      yield {
        kind: 'state-changed',
        path: site.keys.reduce<string>(joinPath, at),
        deliberate,
        state,
        meaning: `the state: ${meaning}`,
      };
    }
  }
}

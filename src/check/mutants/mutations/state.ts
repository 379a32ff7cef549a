import { deepEqual, isObject, joinPath } from '../../../json/json.ts';
import { operatorOf } from '../../../match/matcher.ts';
import { argumentSites, MAX_SITES, withValue } from '../argument-sites.ts';
import type { Mutation, RightState, StateMutant } from '../mutation.ts';

type Kind = 'state-changed' | 'state-unchanged';

/** A state that the right calls would not leave behind. */
export const stateMutation: Mutation<Kind> = {
  kinds: {
    'state-changed': 'What the calls leave behind has another value in one place.',
    'state-unchanged': 'The calls leave everything as it was.',
  },
  ofState,
};

function* ofState({ wanted, path, right, initial, changesOf }: RightState): Generator<StateMutant<Kind>> {
  const at = joinPath(path, 'state');
  if (!deepEqual(right, initial)) {
    const meaning = 'what the calls do to the state need not be done';
    yield { kind: 'state-unchanged', path: at, deliberate: false, state: initial, meaning };
  }
  const literal = wanted['$literal'];
  const matcher = isObject(literal) ? literal : operatorOf(wanted) === null ? { $subset: wanted } : wanted;
  for (const site of argumentSites(matcher, right, null).take(MAX_SITES)) {
    for (const { keys, value, deliberate, meaning } of changesOf(site)) {
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

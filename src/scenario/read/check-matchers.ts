import type { Json, JsonObject } from '../../json/json.ts';
import { report } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { referencesIn } from '../../match/reference.ts';
import { parsePath } from '../../json/path.ts';
import { checkMatcher } from '../../match/match-check.ts';

/** True when the value may hold a matcher. Most arguments are plain values, and to skip them is faster than to check them. */
function hasOperator(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasOperator);
  for (const key in value) {
    if (key.charCodeAt(0) === 36 || hasOperator(value[key] ?? null)) return true;
  }
  return false;
}

/** Reports faults of the matchers below `key` of the place. */
export function checkMatchers(matchers: JsonObject, place: Place, key: string): void {
  if (!hasOperator(matchers)) return;
  for (const { path, message, code } of checkMatcher(matchers, '')) {
    const sentence = message.endsWith('?') || message.endsWith('.') ? message : `${message}.`;
    report(place, code, sentence[0]?.toUpperCase() + sentence.slice(1), key, ...(parsePath(path) ?? []));
  }
}

/** Reports faults of a `when`. Its keys are parameters, matched as `$subset`. */
export function checkWhen(when: JsonObject, place: Place): void {
  const operator = Object.keys(when).find((key) => key.startsWith('$'));
  if (operator === undefined) {
    for (const { at } of referencesIn(when)) {
      const message =
        'A result is chosen before calls are held against the expectation, so that `when` cannot refer to one.';
      report(place, 'bad-operand', message, 'when', ...(parsePath(at) ?? []));
    }
    return checkMatchers(when, place, 'when');
  }
  const message = `Expected parameters with their matchers, found ${operator}. Name the parameter: { city: { ${operator}: … } }.`;
  report(place, 'bad-operand', message, 'when');
}

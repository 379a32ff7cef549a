import { isObject, type Json } from '../../json/json.ts';
import { describeMatcher, shownValue } from '../../match/describe.ts';
import { joinShort } from '../../text/shorten.ts';

/** Longest list or pattern in a sentence, in characters. */
export const LONGEST = 120;

const NEAR_MISS: { readonly [kind: string]: string } = {
  case: ' (no such tool: written differently)',
  namespace: ' (no such tool: the namespace differs)',
  'multi-tool-use': ' (no such tool: a wrapper of parallel calls)',
  unknown: ' (no such tool)',
};

/**
 * A note on an undeclared tool name, by the `detail` of a problem: ` (no such tool: written differently)`. Empty without a
 * detail.
 */
export function nearMissNote(kind: string | null): string {
  return NEAR_MISS[kind ?? ''] ?? '';
}

/** A call as text: `get_weather(city: "Paris")`. The matchers of an expected call are put into words. */
export function describeCall(call: Json): string {
  if (!isObject(call)) return shownValue(call);
  const name = describeName(call['name'] ?? null);
  const args = call['arguments'];
  if (args === undefined) return name;
  return `${name}(${isObject(args) ? describeArguments(args) : shownValue(args)})`;
}

function describeArguments(args: { readonly [key: string]: Json }): string {
  const entries = Object.entries(args);
  if (entries.some(([key]) => key.startsWith('$'))) return describeMatcher(args);
  return joinShort(
    entries.map(([key, value]) => `${key}: ${describeMatcher(value)}`),
    ', ',
    LONGEST,
  );
}

/** The name of a tool as it is; as JSON where it is empty or no string. */
export function describeName(name: Json): string {
  return typeof name === 'string' && name !== '' ? name : shownValue(name);
}

/** A list as text, cut at `LONGEST`: `a, b, … 3 more`. A value that is not a list counts as one item. */
export function listOf(value: Json, describe: (one: Json) => string, separator = ', '): string {
  const parts = (Array.isArray(value) ? value : [value]).map((one) => describe(one));
  return joinShort(parts, separator, LONGEST);
}

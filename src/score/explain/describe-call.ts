import { isObject, type Json } from '../../json/json.ts';
import { describeMatcher, shortJson } from '../../match/describe.ts';
import { joinShort } from '../../text/shorten.ts';

/** Characters of a list or pattern in a sentence. */
export const LONGEST = 120;

const NEAR_MISS: { readonly [kind: string]: string } = {
  case: ' (no such tool: written differently)',
  namespace: ' (no such tool: the namespace differs)',
  'multi-tool-use': ' (no such tool: a wrapper of parallel calls)',
  unknown: ' (no such tool)',
};

/** ` (no such tool: written differently)`, by the detail of a problem; empty for none. */
export function nearMissNote(kind: string | null): string {
  return NEAR_MISS[kind ?? ''] ?? '';
}

/** `get_weather(city: "Paris")`; of an expectation the matchers in words. */
export function describeCall(call: Json): string {
  if (!isObject(call)) return shortJson(call);
  const name = describeName(call['name'] ?? null);
  const args = call['arguments'];
  if (args === undefined) return name;
  return `${name}(${isObject(args) ? describeArguments(args) : shortJson(args)})`;
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

/** A tool's name as it is, or the JSON of what stands in its place. */
export function describeName(name: Json): string {
  return typeof name === 'string' && name !== '' ? name : shortJson(name);
}

/** `a, b, … 3 more`; a value that is no list is one item. */
export function listOf(value: Json, describe: (one: Json) => string, separator = ', '): string {
  const parts = (Array.isArray(value) ? value : [value]).map((one) => describe(one));
  return joinShort(parts, separator, LONGEST);
}

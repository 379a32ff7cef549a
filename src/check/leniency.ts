import { deepEqual, type Json } from '../json/json.ts';
import { fitsExample } from '../match/examples/fits-example.ts';
import { readMatcher } from '../match/matcher.ts';

/**
 * True when the author allows the value by an operator that describes a set of values, such as `$any`, `$type`, `$oneOf`,
 * `$range` and `$text`. A pattern that happens to match (`$regex`, `$contains`) does not count.
 */
export function allowsOnPurpose(matcher: Json, value: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return false;
  const { allows } = read.operator.lenient;
  if (allows === 'all-that-fits') return fitsExample(matcher, value);
  return allows(read.operand, value, (part) => allowsOnPurpose(part, value)) && fitsExample(matcher, value);
}

/** True when the matcher ignores case: `$text`, or a pattern with the flag `i`. */
export function allowsAnyCase(matcher: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return false;
  return read.operator.lenient.anyCase?.(read.operand, allowsAnyCase, read.matcher) ?? false;
}

/** True when the matcher is this value, or an operator of it lists the value. */
export function namesValue(matcher: Json, value: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return deepEqual(matcher, value);
  return read.operator.lenient.names?.(read.operand, value, (part) => namesValue(part, value)) ?? false;
}

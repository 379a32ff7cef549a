import { deepEqual, type Json } from '../json/json.ts';
import { fitsExample } from '../match/examples/fits-example.ts';
import { readMatcher } from '../match/matcher.ts';

/**
 * Whether the author allows a value in so many words, by a matcher that names a range of values rather than a pattern that
 * happens to take it: `$any`, `$type`, `$oneOf`, `$range`, `$text` and their like do, `$regex` and `$contains` do not.
 */
export function allowsOnPurpose(matcher: Json, value: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return false;
  const { allows } = read.operator.lenient;
  if (allows === 'all-that-fits') return fitsExample(matcher, value);
  return allows(read.operand, value, (part) => allowsOnPurpose(part, value)) && fitsExample(matcher, value);
}

/** Whether the author leaves the case of letters open: `$text`, or a pattern with the flag `i`. */
export function allowsAnyCase(matcher: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return false;
  return read.operator.lenient.anyCase?.(read.operand, allowsAnyCase, read.matcher) ?? false;
}

/** Whether the expectation lists this very value: it is the plain value, or one that an operator names. */
export function namesValue(matcher: Json, value: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return deepEqual(matcher, value);
  return read.operator.lenient.names?.(read.operand, value, (part) => namesValue(part, value)) ?? false;
}

import { deepEqual, isObject, type Json } from '../json/json.ts';
import { fits } from '../match/match.ts';
import { readMatcher } from '../match/matcher.ts';

/**
 * Whether the author allows a value in so many words, by a matcher that names a range of values rather than a pattern that
 * happens to take it: `$any`, `$type`, `$oneOf`, `$range`, `$text` and their like do, `$regex` and `$contains` do not.
 */
export function allowsOnPurpose(matcher: Json, value: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return false;
  const { operator, operand } = read;
  const parts = Array.isArray(operand) ? operand : [];
  switch (operator) {
    case '$optional':
      return allowsOnPurpose(operand, value);
    case '$oneOf':
      return parts.some((part) => deepEqual(part, value) || allowsOnPurpose(part, value));
    case '$all':
      return fits(matcher, value) && parts.every((part) => allowsOnPurpose(part, value));
    case '$regex':
    case '$contains':
    case '$literal':
      return false;
    default:
      return fits(matcher, value);
  }
}

/** Whether the author leaves the case of letters open: `$text`, or a pattern with the flag `i`. */
export function allowsAnyCase(matcher: Json): boolean {
  const read = readMatcher(matcher);
  if (read === null) return false;
  const { operator, operand } = read;
  switch (operator) {
    case '$text':
    case '$date':
      return true;
    case '$regex':
      return isObject(matcher) && typeof matcher['$flags'] === 'string' && matcher['$flags'].includes('i');
    case '$optional':
      return allowsAnyCase(operand);
    case '$oneOf':
    case '$all':
      return Array.isArray(operand) && operand.some(allowsAnyCase);
    default:
      return false;
  }
}

/** True when a value has lower case, upper case and digits. Generated keys have all three; words, names and dates do not. */
export function isMixed(value: string): boolean {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
}

/** True when a value has both letters and digits. */
export function hasLettersAndDigits(value: string): boolean {
  return /[A-Za-z]/.test(value) && /\d/.test(value);
}

/** True when a value has `length` letters and digits in a row that are mixed. Slugs and versions have hyphens before that. */
export function hasMixedRun(value: string, length: number): boolean {
  return value.split(/[^A-Za-z0-9]/).some((run) => run.length >= length && isMixed(run));
}

/** True when a value has `length` letters of one case and digits in a row, with both. */
export function hasRun(value: string, length: number): boolean {
  return value.split(/[^A-Za-z0-9]/).some((run) => run.length >= length && hasLettersAndDigits(run));
}

/** Shannon entropy in bits per character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/**
 * Number of changes between lower case, upper case, digits and others, divided by the length. CamelCase words change seldom.
 */
export function changeRate(value: string): number {
  let count = 0;
  for (let i = 1; i < value.length; i++) if (kindOf(value.charCodeAt(i)) !== kindOf(value.charCodeAt(i - 1))) count++;
  return count / Math.max(1, value.length - 1);
}

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 0;
  if (code >= 65 && code <= 90) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}

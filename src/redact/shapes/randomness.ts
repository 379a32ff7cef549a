/** Whether a value has lower and upper case and digits, as generated keys have and words, names and dates have not. */
export function isMixed(value: string): boolean {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);
}

/** Both letters and digits. */
export function hasLettersAndDigits(value: string): boolean {
  return /[A-Za-z]/.test(value) && /\d/.test(value);
}

/** A stretch of at least `length` letters and digits that is mixed: slugs and versions are cut by hyphens before they have one. */
export function hasMixedRun(value: string, length: number): boolean {
  return value.split(/[^A-Za-z0-9]/).some((run) => run.length >= length && isMixed(run));
}

/** The same for letters of one case. */
export function hasRun(value: string, length: number): boolean {
  return value.split(/[^A-Za-z0-9]/).some((run) => run.length >= length && hasLettersAndDigits(run));
}

/** Shannon entropy in bits a character. */
export function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}

/** How often the kind of character changes (lower, upper, digit, other), as a share of its length: CamelCase words change seldom. */
export function changes(value: string): number {
  let count = 0;
  for (let i = 1; i < value.length; i++) if (kindOf(value.charCodeAt(i)) !== kindOf(value.charCodeAt(i - 1))) count++;
  return count / Math.max(1, value.length - 1);
}

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 0;
  if (code >= 65 && code <= 90) return 1;
  return code >= 48 && code <= 57 ? 2 : 3;
}

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Longest value of a header in characters. Servers refuse headers of more than 8 to 16 KB. */
const LONGEST = 8192;

/** The reason that a value cannot be sent in a header, without the value; null where it can be sent. */
export function headerFault(value: string): string | null {
  if (value.length > LONGEST) return `${value.length} characters, of which servers take at most ${LONGEST}`;
  for (const [index, character] of Array.from(value).entries()) {
    const code = character.codePointAt(0) ?? 0;
    const place = `character ${index + 1}`;
    if (code === 10 || code === 13) return `a line break (${place})`;
    if (code < 32 && code !== 9) return `a control character (${place})`;
    if (code > 126)
      return `a character that no header takes, U+${code.toString(16).toUpperCase().padStart(4, '0')} (${place})`;
  }
  return null;
}

/** True for a valid name of a header. */
export function isHeaderName(name: string): boolean {
  return NAME.test(name);
}

import { format as FORMATS } from '@cfworker/json-schema';

/** Longest text whose address formats are checked. A longer text passes, because no server accepts it as an address anyway. */
const LONGEST_ADDRESS = 10_000;

/**
 * Replaces formats in the validator's table whose regular expressions backtrack. Its `url` doubles its time with each character
 * of some texts; `uri` accepts the same texts, except for the schemes.
 */
export function boundFormats(): void {
  const { uri } = FORMATS;
  if (uri !== undefined) FORMATS['url'] = uri;
  for (const name of ['url', 'uri', 'uri-reference', 'uri-template']) {
    const check = FORMATS[name];
    if (check !== undefined) FORMATS[name] = (text) => text.length > LONGEST_ADDRESS || check(text);
  }
}

/** True for a format that the validator checks. It ignores other formats. */
export function isKnownFormat(name: string): boolean {
  return Object.hasOwn(FORMATS, name);
}

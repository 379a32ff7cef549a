import { format as FORMATS } from '@cfworker/json-schema';

/** The formats of addresses are checked up to here; a longer text, which no server takes for one, keeps them all. */
const LONGEST_ADDRESS = 10_000;

/**
 * Bounds the formats whose expressions backtrack: in the validator's table, which is all that it reads. Its own `url` takes
 * twice as long with each character of some texts; `uri` says the same, but for the schemes.
 */
export function boundFormats(): void {
  const { uri } = FORMATS;
  if (uri !== undefined) FORMATS['url'] = uri;
  for (const name of ['url', 'uri', 'uri-reference', 'uri-template']) {
    const check = FORMATS[name];
    if (check !== undefined) FORMATS[name] = (text) => text.length > LONGEST_ADDRESS || check(text);
  }
}

/** True for a format that the validator knows; any other constrains nothing. */
export function isKnownFormat(name: string): boolean {
  return Object.hasOwn(FORMATS, name);
}

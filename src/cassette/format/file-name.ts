import { hash } from 'node:crypto';
import { rememberTexts } from '../../json/remember.ts';
import { withoutTrailing } from '../../text/without-trailing.ts';

/** Most bytes of an encoded name. File systems allow 255 bytes; the rest is for the suffix and for temporary names. */
const LONGEST = 200;
const PLAIN = /^[A-Za-z0-9._@-]+$/;
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/**
 * A name of a scenario or model as the name of a folder or file: percent-encoded outside `[A-Za-z0-9._@-]`.
 * Encoded beyond that: a name of dots only, a dot at the end and a device name, which Windows does not take.
 * A name too long for a file system is cut and ends in `~` and a hash of the whole name.
 */
export const encodeName: (name: string) => string = rememberTexts(1000, (name) => {
  let encoded = name;
  if (!PLAIN.test(name)) {
    encoded = '';
    for (const character of name.toWellFormed()) encoded += PLAIN.test(character) ? character : percent(character);
  }
  const undotted = withoutTrailing(encoded, '.');
  encoded = undotted + '%2E'.repeat(encoded.length - undotted.length);
  if (DEVICE.test(encoded)) encoded = percent(encoded.charAt(0)) + encoded.slice(1);
  if (encoded.length <= LONGEST) return encoded;
  const cut = encoded.slice(0, LONGEST - 33).replace(/%.?$/, '');
  return `${cut}~${hash('sha256', name, 'hex').slice(0, 32)}`;
});

/** The scenario or model name of a file name; null for a shortened name, and for a file name that no cassette can have. */
export function decodeName(encoded: string): string | null {
  if (encoded === '' || encoded.includes('~')) return null;
  try {
    const name = decodeURIComponent(encoded);
    return encodeName(name) === encoded ? name : null;
  } catch {
    return null;
  }
}

/** A cassette's path below the cassette folder, with `/`. */
export function cassettePath(scenario: string, model: string): string {
  return `${encodeName(scenario)}/${encodeName(model)}.json`;
}

/** Path of the part file, which holds new trials until all of a cell are recorded: `gpt-4o.part` beside `gpt-4o.json`. */
export function partOf(file: string): string {
  return `${file.replace(/\.json$/, '')}.part`;
}

/** The lock of a cassette while it is recorded: `gpt-4o.lock` beside `gpt-4o.json`. */
export function lockOf(file: string): string {
  return `${file.replace(/\.json$/, '')}.lock`;
}

/** Percent-encodes every byte. `encodeURIComponent` would leave characters such as `(` and `!` as they are. */
function percent(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

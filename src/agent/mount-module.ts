import { existsSync } from 'node:fs';

/** Beside the chunks of the built program, and from the sources. */
const PLACES = ['../public/exec-mount.js', '../../dist/public/exec-mount.js'];

/** The module that Node programs load first, as a `file:` URL; null where it was not built. */
export function mountModule(): string | null {
  return PLACES.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url))?.href ?? null;
}

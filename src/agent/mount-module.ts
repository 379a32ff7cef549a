import { existsSync } from 'node:fs';

/** Paths of the module, from the built chunks and from the sources. */
const PLACES = ['../public/exec-mount.js', '../../dist/public/exec-mount.js'];

/** `file:` URL of the module that Node programs load first; null where it is not built. */
export function mountModule(): string | null {
  return PLACES.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(url))?.href ?? null;
}

import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Compile caches of other versions that stay, because several projects of a machine may each have a version of its own. */
const KEPT = 3;
/** The folder of a version of tooltape. */
const OF_VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[\w.-]{1,40})?$/;
/** The folder that Node makes for one version of itself. Older builds had such folders beside those of versions. */
const OF_NODE = /^v\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[\w.]{1,40}){1,2}-[\da-f]{8}(?:-\d{1,10})?$/;

/** Removes compile caches that no version needs from the folder of all versions, and leaves everything else there. Never throws. */
export function clearOldCaches(folder: string, version: string): void {
  try {
    const names = readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));
    const others = names
      .filter((name) => OF_VERSION.test(name) && name !== version)
      .map((name) => ({ name, made: statSync(join(folder, name)).mtimeMs }))
      .toSorted((a, b) => b.made - a.made);
    const old = [...names.filter((name) => OF_NODE.test(name)), ...others.slice(KEPT).map(({ name }) => name)];
    for (const name of old) rmSync(join(folder, name), { recursive: true, force: true });
  } catch {
    // What cannot be removed stays: it costs nothing but its place on the disk.
  }
}

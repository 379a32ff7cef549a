#!/usr/bin/env node
import module from 'node:module';
import { nodeFault } from '../domain/platform/node-version.ts';

// The version is checked before the program is imported, because older versions of Node fail at that import with an unclear error.
const fault = nodeFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`error: ${fault}\n`);
  process.exitCode = 2;
} else {
  // The compile cache is not in the temporary folder, because other users could write code there that this process would run.
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA } = process.env;
  const caches = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
  if (caches && isOrBecomesFolder(caches)) module.enableCompileCache(`${caches}/tooltape`);
  const { main } = await import('./program.ts');
  const code = await main(process.argv.slice(2));
  process.exitCode = code;
  const flushed = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  await Promise.all(flushed);
  process.exit();
}

/**
 * True where the folder exists, or could be made in one that exists. Node makes the folders of its cache recursively, which never returns
 * where a folder cannot be made, as in `/proc`.
 */
function isOrBecomesFolder(folder: string): boolean {
  // No `import`: a module that the program uses, too, would be loaded with it, before the version and the cache.
  const { existsSync, mkdirSync } = process.getBuiltinModule('node:fs');
  if (existsSync(folder)) return true;
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

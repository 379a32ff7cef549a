#!/usr/bin/env node
import module from 'node:module';
import { nodeFault } from '../domain/platform/node-version.ts';

declare const __VERSION__: string;

// The version is checked before the program is imported, because older versions of Node fail at that import with an unclear error.
const fault = nodeFault(process.versions.node);
if (fault !== null) {
  process.stderr.write(`error: ${fault}\n`);
  process.exitCode = 2;
} else {
  // The compile cache is not in the temporary folder, because other users could write code there that this process would run.
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA } = process.env;
  const caches = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
  if (caches) await useCache(caches);
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
 * Uses the compile cache of this version. Its folders are made one by one, each in one that exists: Node makes them recursively, which
 * never returns where a folder cannot be made, as in `/proc`.
 */
async function useCache(caches: string): Promise<void> {
  // No `import`: a module that the program uses, too, would be loaded with it, before the version and the cache.
  const { existsSync, mkdirSync } = process.getBuiltinModule('node:fs');
  const all = `${caches}/tooltape`;
  const own = `${all}/${__VERSION__}`;
  const isNew = !existsSync(own);
  try {
    if (isNew) for (const folder of [caches, all, own]) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  } catch {
    // Another process may have made it in the meantime.
    if (!existsSync(own)) return;
  }
  module.enableCompileCache(own);
  if (isNew) (await import('./old-caches.ts')).clearOldCaches(all, __VERSION__);
}

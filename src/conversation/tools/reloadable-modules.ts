import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createLock, createToolModules } from './tool-modules.ts';
import type { ToolModuleRunner } from './simulate-tool.ts';

/** Tool modules that a process can load again after their files changed. */
export interface ReloadableModules {
  /** Runs a function of the loaded version of a module. */
  readonly run: ToolModuleRunner;
  /** Absolute paths of the loaded modules and of the files that they import, without packages. */
  readonly files: ReadonlySet<string>;
  /** Unlocks the network until the next call. */
  unlock(): Promise<void>;
  /** Makes the next call load every module again, with its imports. */
  reload(): void;
}

/** URL parameter that differs for each load of a file, because Node caches a module by its URL as long as the process runs. */
const LOAD = 'tooltape-load';
const IN_PACKAGE = /[\\/]node_modules[\\/]/;

/** Returns tool modules that run with the network locked, as in a replay. */
export function createReloadableModules(nockOff: string | undefined): ReloadableModules {
  const files = new Set<string>();
  let load = 1;
  const urlOf = (file: string): string => {
    files.add(file);
    const url = pathToFileURL(file);
    url.searchParams.set(LOAD, String(load));
    return url.href;
  };
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const importer = URL.parse(context.parentURL ?? '')?.searchParams.get(LOAD) ?? null;
      if (importer === null || !found.url.startsWith('file:') || IN_PACKAGE.test(found.url)) return found;
      const url = new URL(found.url);
      files.add(fileURLToPath(url));
      url.searchParams.set(LOAD, importer);
      return { ...found, url: url.href };
    },
  });
  let lock = createLock(nockOff);
  let run = createToolModules(lock.guard, urlOf);
  return {
    files,
    run: (...call) => run(...call),
    unlock: () => lock.release(),
    reload() {
      load += 1;
      // `require` caches modules by path.
      const { cache } = createRequire(import.meta.url);
      for (const file of Object.keys(cache)) if (!IN_PACKAGE.test(file)) delete cache[file];
      void lock.release();
      lock = createLock(nockOff);
      run = createToolModules(lock.guard, urlOf);
    },
  };
}

import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createLock, createToolModules } from './tool-modules.ts';
import type { ToolModuleRunner } from './simulate-tool.ts';

/** Tool modules of a process that outlives their text: they can be loaded anew. */
export interface ReloadableModules {
  /** Runs a function of a module as it was when it was last loaded. */
  readonly run: ToolModuleRunner;
  /** The files that were loaded so far, modules and what they import, but for packages. Absolute paths. */
  readonly files: ReadonlySet<string>;
  /** Opens the network until the next call. */
  unlock(): Promise<void>;
  /** Has every module, and whatever it imports, loaded anew at its next call. */
  reload(): void;
}

/** Tells the loads of one file apart: Node keeps a module under its URL for as long as the process lives. */
const LOAD = 'tooltape-load';
const IN_PACKAGE = /[\\/]node_modules[\\/]/;

/** Loads tool modules with the network locked, as a replay does. */
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
      // What `require` has loaded is kept by its path.
      const { cache } = createRequire(import.meta.url);
      for (const file of Object.keys(cache)) if (!IN_PACKAGE.test(file)) delete cache[file];
      void lock.release();
      lock = createLock(nockOff);
      run = createToolModules(lock.guard, urlOf);
    },
  };
}

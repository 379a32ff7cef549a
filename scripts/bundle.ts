import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rolldown, type OutputAsset, type OutputChunk, type Plugin } from 'rolldown';
import { noticesOf } from './notices.ts';

/**
 * Part of every start: put into our own files, since finding a package and reading its files takes longer than running it.
 * All other packages are loaded from where they are installed, when they are needed.
 */
const BUNDLED: ReadonlySet<string> = new Set([
  '@cfworker/json-schema',
  'cli-table3',
  'commander',
  'eventsource-parser',
  'fast-json-stable-stringify',
  'js-yaml',
]);

export interface BundleOptions {
  readonly version: string;
  /** The names of `dependencies` and `peerDependencies` in package.json. */
  readonly dependencies: readonly string[];
  readonly dir: string;
}

/** Bundles the program and the library. What every command needs is one file, and what a run needs is another. */
export async function bundle({ version, dependencies, dir }: BundleOptions): Promise<void> {
  const external = dependencies.filter((name) => !BUNDLED.has(name));
  const build = await rolldown({
    input: {
      'cli/main': 'src/cli/main.ts',
      index: 'src/index.ts',
      'vitest/vitest': 'src/vitest/vitest.ts',
      'vitest/in-browser': 'src/vitest/in-browser.ts',
    },
    platform: 'node',
    // A bundled package may need another version of one that we import ourselves.
    external: (id, importer) =>
      importer?.includes('node_modules') !== true && external.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [plainBuiltins, bundledRequires, asciiOnly],
    transform: { define: { __VERSION__: JSON.stringify(version) } },
    // A module that some commands load late may well be part of others.
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await build.write({
    dir,
    format: 'esm',
    comments: { legal: true, annotation: false, jsdoc: false },
    chunkFileNames: 'chunks/[name]-[hash].js',
    codeSplitting: {
      groups: [
        // Files of their own, so that no module of ours runs before the version of Node is known.
        { name: 'node-version', test: /[\\/]src[\\/]domain[\\/]platform[\\/]node-version\.ts$/, priority: 4 },
        { name: 'require-node', test: /[\\/]src[\\/]public[\\/]require-node\.ts$/, priority: 3 },
        { name: 'program', test: /[\\/]src[\\/]cli[\\/]program\.ts$/, priority: 2 },
        { name: 'run', test: /[\\/]src[\\/]cli[\\/]commands[\\/]run\.ts$/, priority: 1 },
      ],
    },
  });
  await build.close();
  checkEntry(output);
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  writeFileSync(join(dir, 'THIRD-PARTY-NOTICES.txt'), noticesOf(modules));
  // Every Node program that `exec` starts loads it: one small file.
  const mount = await rolldown({
    input: { 'exec-mount': 'src/public/exec/mount.ts' },
    platform: 'node',
    external: ['nock'],
  });
  await mount.write({
    dir: `${dir}/public`,
    format: 'esm',
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: false,
  });
  await mount.close();
}

/**
 * Errors: where the program's entry imports more than the check of Node's version. An older Node would fail at it without that
 * check's message, and Node would compile it anew at each start, because the entry has not yet named the compile cache.
 */
function checkEntry(output: readonly (OutputChunk | OutputAsset)[]): void {
  const entry = output.find((one): one is OutputChunk => one.type === 'chunk' && one.fileName === 'cli/main.js');
  const early = entry?.imports.filter((name) => name !== 'node:module' && !name.startsWith('chunks/node-version-'));
  if (early === undefined || early.length > 0) throw new Error(`cli/main.js loads ${early?.join(', ')} too early`);
}

const requireHere = createRequire(import.meta.url);

/**
 * Takes Node's modules by `process.getBuiltinModule`. An `import` of one copies all of its exports, and so runs every lazy getter:
 * `node:process` opens the standard streams, `node:fs` loads its promises. Without it `--help` takes a fourth more CPU time.
 */
const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  resolveId: {
    // The bundler's own helpers import `node:module`.
    filter: { id: /^node:(?!module$)/ },
    handler: (id) => ({ id: `\0${id}`, moduleSideEffects: false }),
  },
  load: {
    filter: { id: /^\0node:/ },
    handler: (id) => builtinModule(id.slice(1)),
  },
};

/** Functions whose modules take Node a while to load, and that most commands never call: they are loaded at the first call. */
const LATE: ReadonlySet<string> = new Set([
  'node:child_process.execFileSync',
  'node:child_process.spawn',
  'node:http.createServer',
  ...['gzipSync', 'gunzipSync', 'inflateSync', 'inflateRawSync', 'brotliDecompressSync', 'zstdDecompressSync'].map(
    (name) => `node:zlib.${name}`,
  ),
]);
const taken = (name: string, from: string): string => `const ${name} = /*#__PURE__*/ (() => ${from})();`;
const forwarding = (name: string, from: string): string => `const ${name} = (...args) => ${from}(...args);`;

function builtinModule(name: string): string {
  const names = Object.keys(requireHere(name) as object).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key));
  const builtin = `process.getBuiltinModule('${name}')`;
  const exported = names
    .filter((key) => key !== 'default')
    .map(
      (key, i) =>
        `${LATE.has(`${name}.${key}`) ? forwarding(`v${i}`, `${builtin}.${key}`) : taken(`v${i}`, `${builtin}.${key}`)}\nexport { v${i} as ${key} };`,
    );
  // Only commander asks for it, to start programs, which ours never does.
  const whole =
    name === 'node:child_process'
      ? `{ ${names.map((key) => `get ${key}() { return ${builtin}.${key}; }`).join(', ')} }`
      : builtin;
  return [...exported, `export default /*#__PURE__*/ (() => (${whole}))();`].join('\n');
}

/** `createRequire` is how a module is loaded when it is first needed, without waiting; in a bundle a plain `require` does that. */
const bundledRequires: Plugin = {
  name: 'bundled-requires',
  transform: {
    filter: { code: 'createRequire(import.meta.url)(' },
    handler: (code) =>
      code.replaceAll(/createRequire\(import\.meta\.url\)(?=\('([^']+)'\))/g, (text, name: string) =>
        BUNDLED.has(name) ? 'require' : text,
      ),
  },
};

/**
 * Writes characters beyond ASCII as escapes, which mean the same in texts and expressions. V8 keeps a file with one of them as two
 * bytes a character, which takes more memory and longer to compile.
 */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  // Not `renderChunk`, whose result the bundler prints anew.
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replaceAll(
        /[\u0080-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

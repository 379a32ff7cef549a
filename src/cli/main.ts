#!/usr/bin/env node
import module from 'node:module';

// The version is checked before any import, because older versions of Node fail at the first import with an unclear error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(
    `error: tooltape needs Node 22.20 or newer, this is ${process.version}: install one from https://nodejs.org, or for this project alone: npm install --save-dev node@24\n`,
  );
  process.exitCode = 2;
} else {
  // The compile cache is not in the temporary folder, because other users could write code there that this process would run.
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA } = process.env;
  const caches = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
  if (caches) module.enableCompileCache(`${caches}/tooltape`);
  const { main } = await import('./program.ts');
  const code = await main(process.argv.slice(2));
  process.exitCode = code;
  const flushed = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  await Promise.all(flushed);
  process.exit();
}

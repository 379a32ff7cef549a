#!/usr/bin/env node
import module from 'node:module';

/** Milliseconds that open handles have after the command is done. */
const GRACE_MS = 100;

// Checked before anything else is loaded: older versions fail on the first import with a riddle.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(
    `error: tooltape needs Node 22.20 or newer, this is ${process.version}.\n` +
      '  fix: install a newer Node (https://nodejs.org), or run it through npm in a project that has the package "node".\n',
  );
  process.exitCode = 2;
} else {
  // Never the temporary folder, which others write to: what lies there would be run.
  const { XDG_CACHE_HOME, HOME, LOCALAPPDATA } = process.env;
  const caches = XDG_CACHE_HOME || (HOME ? `${HOME}/.cache` : LOCALAPPDATA);
  if (caches) module.enableCompileCache(`${caches}/tooltape`);
  const { main } = await import('./program.ts');
  const code = await main(process.argv.slice(2));
  process.exitCode = code;
  // What a tool module left open, a timer or a socket, has a moment to fail in, and then no longer keeps a finished command from ending.
  await new Promise<void>((resolve) => {
    process.once('beforeExit', () => resolve());
    setTimeout(resolve, GRACE_MS).unref();
  });
  const flushed = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  await Promise.all(flushed);
  process.exit();
}

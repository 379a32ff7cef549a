#!/usr/bin/env node
import module from 'node:module';

// Checked before anything else is loaded: older versions fail on the first import with a riddle.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(
    `error: tooltape needs Node 22.20 or newer, this is ${process.version}.\n` +
      '  fix: install a newer Node (https://nodejs.org), or run it through npm in a project that has the package "node".\n',
  );
  process.exitCode = 2;
} else {
  module.enableCompileCache();
  const { main } = await import('./program.ts');
  process.exitCode = await main(process.argv.slice(2));
}

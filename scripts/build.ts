import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// `npm install <package>` runs this before the tools are there; nothing to build then.
if (existsSync('node_modules/.bin/tsc') && existsSync('src/cli/main.ts')) {
  execFileSync('npx', ['tsc', '--noEmit', 'false', '--outDir', 'dist', '--rootDir', 'src'], { stdio: 'inherit' });
}

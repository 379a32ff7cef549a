/** Builds `dist`: the program and the library as ES modules, their types, and the page of the HTML report. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { buildReportApp } from './build-report-app.ts';
import { bundle } from './bundle.ts';

const { version, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

rmSync('dist', { recursive: true, force: true });
const external = Object.keys({ ...dependencies, ...peerDependencies });
await bundle({ version, dependencies: external, dir: 'dist' });
chmodSync('dist/cli/main.js', 0o755);
await buildReportApp('dist/report/html-app.js');
execFileSync('node_modules/.bin/tsc', ['-p', 'scripts/tsconfig.build.json'], { stdio: 'inherit' });

/** Builds `dist`: the program and the library as ES modules, their types, and the page of the HTML report. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';
import { buildReportApp } from './build-report-app.ts';

const { version, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  dependencies: Record<string, string>;
};

async function bundle(): Promise<void> {
  const build = await rolldown({
    input: { 'cli/main': 'src/cli/main.ts', index: 'src/index.ts' },
    platform: 'node',
    external: (id) => Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`)),
    transform: { define: { __VERSION__: JSON.stringify(version) } },
  });
  await build.write({ dir: 'dist', format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js' });
  await build.close();
  chmodSync('dist/cli/main.js', 0o755);
}

rmSync('dist', { recursive: true, force: true });
await bundle();
await buildReportApp('dist/report/html-app.js');
execFileSync('node_modules/.bin/tsc', ['-p', 'scripts/tsconfig.build.json'], { stdio: 'inherit' });

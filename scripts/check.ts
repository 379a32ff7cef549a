/** Every check of the repository, side by side: one line each, the whole output of those that fail. */
import { spawn } from 'node:child_process';

const CHECKS: Record<string, string> = {
  types: 'tsc -p . && tsc -p src/report-app',
  lint: 'oxlint --type-aware',
  format: 'oxfmt --check .',
  unused: 'knip',
  generated: 'node scripts/generate.ts --check',
  package: 'publint --strict',
};

function run(name: string, command: string): Promise<boolean> {
  return new Promise((resolve) => {
    const started = performance.now();
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${command} (${seconds} s)`);
      if (code !== 0) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(Object.entries(CHECKS).map(([name, command]) => run(name, command)));
if (results.includes(false)) process.exitCode = 1;

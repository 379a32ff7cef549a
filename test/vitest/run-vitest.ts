import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../support/run-cli.ts';

export interface VitestRun {
  readonly code: number;
  readonly output: string;
  readonly stderr: string;
}

/** Runs the tests of a project as a process. */
export function runVitest(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<VitestRun> {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const own = { ...process.env, NO_COLOR: '1', CI: '', VITEST: undefined, ...env };
  return new Promise((done) => {
    execFile(process.execPath, [vitest, 'run', '--root', cwd, ...args], { cwd, env: own }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout, stderr });
    });
  });
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, type CliResult } from './run-cli.ts';

const MAIN = join(ROOT, 'dist/cli/main.js');
/** Root may read and write everything, so it acts as somebody else. */
const AS_OTHER = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : ['env'];

/** Runs the program as a user without rights of root. `env` are variables beside PATH. */
export function runAsOther(args: readonly string[], cwd: string, env: { readonly TMPDIR?: string } = {}): CliResult {
  return nodeAsOther([MAIN, ...args], cwd, env);
}

/** As `runAsOther`, with arguments of Node: a module, or `-e` and a text. */
export function nodeAsOther(args: readonly string[], cwd: string, env: { readonly TMPDIR?: string } = {}): CliResult {
  const [command = '', ...rest] = [...AS_OTHER, process.execPath, ...args];
  const { status, stdout, stderr } = spawnSync(command, rest, {
    cwd,
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env },
    encoding: 'utf8',
    timeout: 50_000,
  });
  return { code: status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** True where nobody else can read the built program, so that rights cannot be tested. Whether the program works is for the tests. */
export const cannotBeOther: boolean = process.platform === 'win32' || !canRead(MAIN);
if (cannotBeOther) process.stderr.write('skipped: nobody else can run the program here, so rights are not tested\n');

function canRead(file: string): boolean {
  const [command, ...rest] = [...AS_OTHER, process.execPath, '-e', 'fs.accessSync(process.argv[1])', file];
  return spawnSync(command, rest, { cwd: '/' }).status === 0;
}

import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { nodeFault } from '../../src/domain/platform/node-version.ts';

/** Whether a command of the machine can be run; says on standard error which tests are not run without it. */
function can(command: string, args: readonly string[], without: string): boolean {
  const able = spawnSync(command, args).status === 0;
  if (!able)
    process.stderr.write(`skipped: ${[command, ...args].join(' ')} cannot be run, so ${without} is not tested\n`);
  return able;
}

/** A network namespace that has loopback alone. */
export const HAS_NAMESPACE: boolean = can('unshare', ['-rn', 'true'], 'a replay where there is no network at all');
export const HAS_OPENSSL: boolean = can('openssl', ['version'], 'a server with a certificate of its own');
export const HAS_PYTHON: boolean = can('python3', ['--version'], 'an agent in Python');

/** A Node that tooltape does not run on, as file and version; null where the machine has none. */
export const OLD_NODE: { readonly file: string; readonly version: string } | null = oldNode();

function oldNode(): typeof OLD_NODE {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/bin', '/usr/bin'];
  for (const file of new Set(folders.map((folder) => join(folder, 'node')))) {
    const { status, stdout } = spawnSync(file, ['--print', 'process.versions.node'], { encoding: 'utf8' });
    const version = status === 0 ? stdout.trim() : '';
    if (version !== '' && nodeFault(version) !== null) return { file, version };
  }
  process.stderr.write('skipped: this machine has no Node that is too old, so what is said there is not tested\n');
  return null;
}

import { spawnSync } from 'node:child_process';

/** Whether a command of the machine can be run; says on standard error which tests are not run without it. */
function can(command: string, args: readonly string[], without: string): boolean {
  const able = spawnSync(command, args).status === 0;
  if (!able)
    process.stderr.write(`skipped: ${[command, ...args].join(' ')} cannot be run, so ${without} is not tested\n`);
  return able;
}

/** A network namespace that has loopback alone. */
export const HAS_NAMESPACE: boolean = can('unshare', ['-rn', 'true'], 'a replay where there is no network at all');
export const HAS_PYTHON: boolean = can('python3', ['--version'], 'an agent in Python');

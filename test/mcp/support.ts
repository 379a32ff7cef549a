import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT } from '../support/run-cli.ts';

const PACKAGES = resolve(ROOT, 'node_modules/@modelcontextprotocol');
const node = process.execPath;

/** How the servers of npm are started. */
export const NPM_SERVERS: { readonly [name: string]: object } = {
  everything: { command: [node, join(PACKAGES, 'server-everything/dist/index.js')] },
  files: { command: [node, join(PACKAGES, 'server-filesystem/dist/index.js'), '${trial_dir}'] },
  memory: {
    command: [node, join(PACKAGES, 'server-memory/dist/index.js')],
    env: { MEMORY_FILE_PATH: '${trial_dir}/memory.json' },
  },
};

/** The small server with the tools of `tools.json` in the project; it writes its process ids to `pids.txt`. */
export function smallServer(dir: string, options: object = {}): object {
  const file = resolve(import.meta.dirname, 'small-server.ts');
  return { command: [node, '--no-warnings', file, join(dir, 'tools.json'), join(dir, 'pids.txt')], ...options };
}

export function hostileServer(mode: string, options: object = {}, counter = ''): object {
  const file = resolve(import.meta.dirname, 'hostile-server.ts');
  return { command: [node, '--no-warnings', file, mode, ...(counter === '' ? [] : [counter])], ...options };
}

/** Process ids of the small server that are still alive. */
export function aliveIn(dir: string): readonly number[] {
  return startedIn(dir).filter((pid) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  });
}

/** Every process of the small server that was started. */
export function startedIn(dir: string): readonly number[] {
  const file = join(dir, 'pids.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
}

/** A tool as a server lists it, with parameters that are texts. */
export function listedTool(
  name: string,
  description: string,
  required: readonly string[] = [],
  optional: readonly string[] = [],
): object {
  const properties = Object.fromEntries(
    [...required, ...optional].map((key) => [key, { type: 'string', description: key }]),
  );
  return { name, description, inputSchema: { type: 'object', properties, required } };
}

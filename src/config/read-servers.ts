import { resolve } from 'node:path';
import { isObject } from '../json/json.ts';
import { isSound, report, type Place } from '../document/place.ts';
import { TRIAL_DIR, type Configured, type McpServer } from '../domain/server.ts';
import { headerFault, isHeaderName } from './header-fault.ts';
import type { WrittenConfig, WrittenServer, WrittenValue } from './written.ts';

const START_TIMEOUT_MS = 30_000;
const TIMEOUT_MS = 60_000;

/** Reads the MCP servers of a configuration in `folder`. Reports problems, and leaves out a server with a problem. */
export function readServers(written: WrittenConfig['servers'], folder: string, place: Place): Map<string, McpServer> {
  const servers = new Map<string, McpServer>();
  for (const [name, entry] of isObject(written) ? Object.entries(written) : []) {
    place.path.push(name);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) {
      const message =
        'A server is called by letters, digits, ".", "_" and "-", at most 64, and begins with a letter or digit.';
      report(place, 'bad-name', message);
    }
    if (isSound(place)) {
      const server = readServer(name, entry, folder, place);
      if (server !== null) servers.set(name, server);
    }
    place.path.pop();
  }
  return servers;
}

function readServer(name: string, written: WrittenServer, folder: string, place: Place): McpServer | null {
  const common = {
    name,
    isolation: written.isolation ?? 'trial',
    startTimeoutMs: written.start_timeout_ms ?? START_TIMEOUT_MS,
    timeoutMs: written.timeout_ms ?? TIMEOUT_MS,
  } as const;
  if (written.command !== undefined && written.url !== undefined) {
    report(place, 'exclusive', '"command" and "url" exclude each other: keep one of them.', 'url');
    return null;
  }
  if (written.command !== undefined) {
    if (written.headers !== undefined) {
      report(place, 'exclusive', 'A server that is started has no "headers": write "env", or "url".', 'headers');
    }
    if (written.command[0]?.trim() === '') report(place, 'empty', 'Name the program to start.', 'command', 0);
    const { command, env = {}, cwd = '.' } = written;
    if (common.isolation === 'run' && JSON.stringify([command, env, cwd]).includes(TRIAL_DIR)) {
      const message = `${TRIAL_DIR} is the folder of one trial: write "isolation: trial", or name a folder.`;
      report(place, 'exclusive', message, 'isolation');
    }
    return {
      kind: 'process',
      ...common,
      command,
      env: readValues(env),
      cwd: cwd.startsWith(TRIAL_DIR) ? cwd : resolve(folder, cwd),
    };
  }
  if (written.url === undefined) {
    report(place, 'missing-key', '"command" or "url" is missing: say how the server is started, or where it listens.');
    return null;
  }
  for (const key of ['env', 'cwd'] as const) {
    if (written[key] === undefined) continue;
    report(
      place,
      'exclusive',
      `A server that is not started here has no "${key}": write "headers", or "command".`,
      key,
    );
  }
  const fault = urlFault(written.url);
  if (fault !== null) report(place, 'bad-value', fault, 'url');
  checkHeaders(written.headers, place);
  return { kind: 'http', ...common, url: written.url, headers: readValues(written.headers ?? {}) };
}

function urlFault(text: string): string | null {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    return `Expected a URL that starts with https:// or http://, found ${JSON.stringify(text)}.`;
  }
  const { username, password } = new URL(text);
  if (username === '' && password === '') return null;
  return 'A URL in a file holds no user or password: write headers: { Authorization: { env, prefix } }.';
}

/** Reports headers that cannot be sent. Values of variables are checked when they are read. */
export function checkHeaders(headers: { readonly [name: string]: WrittenValue } | undefined, place: Place): void {
  for (const [name, value] of Object.entries(headers ?? {})) {
    const text = typeof value === 'string' ? value : ((value as Partial<typeof value> | null)?.prefix ?? '');
    const problem = isHeaderName(name) ? headerFault(text) : 'a name that no header has';
    if (problem !== null) report(place, 'bad-value', `The header holds ${problem}.`, 'headers', name);
  }
}

/** The written values in the form that `Config` has. */
export function readValues(written: { readonly [name: string]: WrittenValue }): {
  readonly [name: string]: Configured;
} {
  // The shape has reported values of a wrong type already.
  const read = Object.entries(written).flatMap(([name, value]: [string, unknown]): [string, Configured][] => {
    if (typeof value === 'string') return [[name, value]];
    const { env, prefix } = (value ?? {}) as { readonly env?: unknown; readonly prefix?: unknown };
    if (typeof env !== 'string') return [];
    return [[name, { env, prefix: typeof prefix === 'string' ? prefix : '' }]];
  });
  return Object.fromEntries(read);
}

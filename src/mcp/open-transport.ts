import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '@modelcontextprotocol/client';
import { TRIAL_DIR, type HttpServer, type ProcessServer, type ResolvedServer } from '../domain/server.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { ProcessTransport } from './process-transport.ts';

/** A connection to a server, before the handshake. */
export interface OpenTransport {
  readonly transport: Transport;
  /** The empty folder in place of `${trial_dir}`; null where the server does not use it. */
  readonly folder: string | null;
  /** Why the connection ended; null where the reason is not known. */
  fault(): string | null;
  hasStarted(): boolean;
  /** Ends the process or the session, and removes the folder. */
  close(): Promise<void>;
}

/** Milliseconds to wait for a remote server to end the session. */
const GOODBYE_MS = 1000;

/** Prepares the connection to a server. The process starts with the handshake. */
export function openTransport(server: ResolvedServer): Promise<OpenTransport> {
  return server.kind === 'http' ? overHttp(server) : overPipes(server);
}

async function overPipes(server: ProcessServer<string>): Promise<OpenTransport> {
  const { getDefaultEnvironment } = await import('@modelcontextprotocol/client/stdio');
  const { command, env, cwd } = server;
  const uses = JSON.stringify([command, env, cwd]).includes(TRIAL_DIR);
  const folder = uses ? realpathSync(mkdtempSync(join(tmpdir(), 'tooltape-'))) : null;
  const fill = (text: string): string => (folder === null ? text : text.replaceAll(TRIAL_DIR, folder));
  const given = Object.entries(env).map(([name, value]) => [name, fill(value)]);
  const transport = new ProcessTransport({
    command: command.map(fill),
    env: { ...getDefaultEnvironment(), ...Object.fromEntries(given) },
    cwd: fill(cwd),
  });
  return {
    transport,
    folder,
    fault: () => transport.fault,
    hasStarted: () => transport.pid !== null,
    async close() {
      await transport.close();
      if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function overHttp({ url, headers }: HttpServer<string>): Promise<OpenTransport> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  let fault: string | null = null;
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers },
    fetch: boundedFetch((what) => (fault = what)),
  });
  return {
    transport,
    folder: null,
    fault: () => fault,
    hasStarted: () => true,
    async close() {
      const goodbye = transport.terminateSession().catch(() => {});
      await Promise.race([goodbye, new Promise((resolve) => setTimeout(resolve, GOODBYE_MS).unref())]);
      await transport.close();
    },
  };
}

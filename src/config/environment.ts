import { TooltapeError } from '../domain/errors.ts';
import type { Configured, McpServer, ResolvedServer } from '../domain/server.ts';
import { headerFault } from './header-fault.ts';

/** Environment variables, as a process has them. */
export type Environment = { readonly [name: string]: string | undefined };

/**
 * The value of a variable without surrounding blanks; `''` where it is not set. A name that every object inherits, such as
 * `toString`, counts as not set.
 */
export function envValue(env: Environment, name: string): string {
  const value: unknown = env[name];
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * Reads a value. `who` names the part of the configuration in messages: `The server "files"`. Errors: MISSING_KEY where the
 * variable is not set.
 */
export function configuredValue(value: Configured, env: Environment, who: string): string {
  if (typeof value === 'string') return value;
  const found = envValue(env, value.env);
  if (found !== '') return value.prefix + found;
  throw new TooltapeError('MISSING_KEY', `${who} needs ${value.env}, and it is not set.`, {
    remedy: `Set it: export ${value.env}=… . Recordings need no key: npx tooltape replay`,
  });
}

/**
 * The headers with the values of their variables. Errors: MISSING_KEY, and CONFIG for a value that HTTP does not allow in a
 * header. Neither shows the value.
 */
export function configuredHeaders(
  headers: { readonly [name: string]: Configured },
  env: Environment,
  who: string,
): { readonly [name: string]: string } {
  const read: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    const text = configuredValue(value, env, who);
    const fault = headerFault(text);
    if (fault !== null) {
      const from = typeof value === 'string' ? 'its value' : `the value of ${value.env}`;
      throw new TooltapeError('CONFIG', `${who}: the header ${name} cannot be sent: ${from} holds ${fault}.`, {
        remedy: 'Set it again, on one line and without typographic characters.',
      });
    }
    read.push([name, text]);
  }
  return Object.fromEntries(read);
}

/** The server with the values of its variables. Errors: as `configuredHeaders`. */
export function resolveServer(server: McpServer, env: Environment): ResolvedServer {
  const who = `The server "${server.name}"`;
  if (server.kind === 'http') return { ...server, headers: configuredHeaders(server.headers, env, who) };
  const values = Object.entries(server.env).map(([name, value]) => [name, configuredValue(value, env, who)]);
  return { ...server, env: Object.fromEntries(values) as { readonly [name: string]: string } };
}

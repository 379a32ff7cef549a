import { TooltapeError } from '../domain/errors.ts';
import type { Configured, McpServer, ResolvedServer } from '../domain/server.ts';
import { headerFault } from './header-fault.ts';

/** Environment variables, as a process has them. */
export type Environment = { readonly [name: string]: string | undefined };

/** The value of a variable without blanks around it; `''` where it is not set, for names that every object has, too. */
export function envValue(env: Environment, name: string): string {
  const value: unknown = env[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** Who needs the variable: `The server "files"`. Errors: MISSING_KEY where it is not set. */
export function configuredValue(value: Configured, env: Environment, who: string): string {
  if (typeof value === 'string') return value;
  const found = envValue(env, value.env);
  if (found !== '') return value.prefix + found;
  throw new TooltapeError('MISSING_KEY', `${who} needs ${value.env}, and it is not set.`, {
    remedy: `Set it: export ${value.env}=… . Recordings need no key: npx tooltape replay.`,
  });
}

/** Headers with every variable read. Errors: MISSING_KEY, and CONFIG for a value that no header takes; neither shows it. */
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

/** A server with every variable read. Errors: as `configuredHeaders`. */
export function resolveServer(server: McpServer, env: Environment): ResolvedServer {
  const who = `The server "${server.name}"`;
  if (server.kind === 'http') return { ...server, headers: configuredHeaders(server.headers, env, who) };
  const values = Object.entries(server.env).map(([name, value]) => [name, configuredValue(value, env, who)]);
  return { ...server, env: Object.fromEntries(values) as { readonly [name: string]: string } };
}

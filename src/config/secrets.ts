import type { Configured, McpServer } from '../domain/server.ts';
import type { Gateway } from '../domain/model.ts';
import type { Config } from './config.ts';
import type { Environment } from './environment.ts';

/** Headers whose values are no secrets, such as versions and formats. */
const OPEN_HEADERS =
  /^(?:accept|accept-.+|cache-control|content-.+|user-agent|referer|http-referer|origin|x-title|.+-version|.+-beta|.+-region)$/i;
/** Query parameters whose values are no secrets: `?api-version=2024-10-21` of Azure. */
const OPEN_QUERY = /^(?:.*version|.*region|alt|format|deployment)$/i;

/**
 * Every value that no file and no output may contain: the keys of all gateways, used in this run or not, and the values of
 * their headers and queries.
 */
export function secretsOf(config: Config, env: Environment): string[] {
  const names = new Set(['OPENAI_API_KEY']);
  const values = new Set<string>();
  for (const gateway of config.gateways.values()) {
    if (gateway.apiKeyEnv !== null) names.add(gateway.apiKeyEnv);
    for (const value of credentialsOf(gateway)) values.add(value);
  }
  for (const server of config.servers.values()) {
    const given = server.kind === 'http' ? server.headers : server.env;
    for (const value of Object.values(given)) if (typeof value !== 'string') names.add(value.env);
    for (const value of credentialsOfServer(server)) values.add(value);
  }
  for (const { agent } of config.models.values()) {
    for (const value of Object.values(agent?.env ?? {})) if (typeof value !== 'string') names.add(value.env);
  }
  for (const { headers } of config.gateways.values()) {
    for (const value of Object.values(headers)) if (typeof value !== 'string') names.add(value.env);
  }
  for (const name of names) {
    const given: unknown = env[name];
    const key = typeof given === 'string' ? given : '';
    // The key as it is set and as it is sent, because a malformed key must not be printed either.
    for (const value of [key, key.trim(), ...key.split(/\s+/)]) values.add(value);
  }
  values.delete('');
  return [...values];
}

function credentialsOf({ headers, baseUrl }: Gateway): string[] {
  return [...credentialsInHeaders(headers), ...(baseUrl === null ? [] : credentialsInQuery(baseUrl))];
}

/**
 * Values written in the configuration of a server. Values from variables are not among them: the author of a process names
 * which are secret.
 */
function credentialsOfServer(server: McpServer): string[] {
  if (server.kind === 'process') return [];
  return [...credentialsInHeaders(server.headers), ...credentialsInQuery(server.url)];
}

function credentialsInHeaders(headers: { readonly [name: string]: Configured }): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (typeof value !== 'string' || OPEN_HEADERS.test(name)) return [];
    return [value, value.replace(/^(?:bearer|basic|token)\s+/i, '')];
  });
}

/** Values in the query of a URL that no file and no output may contain. */
export function credentialsInQuery(url: string): string[] {
  return [...new URL(url).searchParams].filter(([name]) => !OPEN_QUERY.test(name)).map(([, value]) => value);
}

import { configuredHeaders, type Environment } from '../../config/environment.ts';
import { checkHeaders, readValues } from '../../config/read-servers.ts';
import type { WrittenValue } from '../../config/written.ts';
import { isSound, report, within, type Place } from '../../document/place.ts';
import { isLoopback } from '../../domain/platform/loopback.ts';
import { isObject, type Json } from '../../json/json.ts';
import { endpointAtEnd, protocolNamed } from '../../protocol/protocols.ts';
import type { Lane, RelayConfig } from '../lane.ts';
import { looksReal } from '../real-key.ts';
import { relayFile } from './shape.ts';
import type { WrittenLane, WrittenRelay } from './written.ts';
import { withoutTrailing } from '../../text/without-trailing.ts';

/** The key in requests to a gateway without `api_key_env`. */
const PLACEHOLDER = 'placeholder';
const TIMEOUT_MS = 10_000;

/**
 * The configuration in the value of a relay file. Reports problems to `place`, and returns a configuration without lanes where
 * there are some. Errors: MISSING_KEY for a variable that is not set.
 */
export function readRelay(value: Json, file: string, env: Environment, place: Place): RelayConfig {
  relayFile.check(value, place);
  const empty: RelayConfig = { file, port: 0, lanes: [], timeoutMs: TIMEOUT_MS, secrets: [] };
  if (!isObject(value) || !isSound(place)) return empty;
  const written = value as unknown as WrittenRelay;
  const secrets: string[] = [];
  within(place, 'gateway', () => {
    checkUrl(written.gateway.base_url, written.upstream.port, place);
    checkHeaders(written.gateway.headers, place);
    refuseRealKeys(written.gateway.headers, place);
  });
  const names = new Set<string>();
  within(place, 'lanes', () => {
    for (const [i, lane] of written.lanes.entries())
      within(place, i, () => checkLane(lane, names, written.upstream.port, place));
  });
  if (place.problems.length > 0) return empty;
  const { api_key_env: variable } = written.gateway;
  const key =
    variable === undefined
      ? PLACEHOLDER
      : (headersOf({ key: { env: variable } }, 'The gateway', env, secrets)['key'] ?? '');
  const common = headersOf(written.gateway.headers, 'The gateway', env, secrets);
  return {
    file,
    port: written.upstream.port,
    lanes: written.lanes.map((lane) => readLane(lane, written, key, common, env, secrets)),
    timeoutMs: written.timeout_ms ?? TIMEOUT_MS,
    secrets,
  };
}

function checkLane(lane: WrittenLane, names: Set<string>, port: number, place: Place): void {
  if (names.has(lane.name))
    report(place, 'duplicate-name', `Another lane is called ${JSON.stringify(lane.name)}.`, 'name');
  names.add(lane.name);
  if (/,|^\s|\s$/.test(lane.name)) {
    report(place, 'bad-name', 'A name has no comma and no space around it: --lane takes several, a,b.', 'name');
  }
  if (lane.base_url !== undefined) checkUrl(lane.base_url, port, place);
  checkHeaders(lane.headers, place);
  refuseRealKeys(lane.headers, place);
}

/** Reports faults of a gateway's base URL. `port` is the port of the upstream, which a gateway cannot have. */
function checkUrl(text: string, port: number, place: Place): void {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    report(
      place,
      'bad-value',
      `Expected a URL that starts with http:// or https://, found ${JSON.stringify(text)}.`,
      'base_url',
    );
    return;
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    report(
      place,
      'bad-value',
      'A URL in a file holds no user or password: name a variable in "api_key_env".',
      'base_url',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    const extra = url.search === '' ? url.hash : url.search;
    const message = `Leave out ${JSON.stringify(extra)}: endpoints stand behind a base URL. What every request needs goes into "headers".`;
    report(place, 'bad-value', message, 'base_url');
  }
  if (isLoopback(url.hostname) && port !== 0 && Number(url.port || (url.protocol === 'https:' ? 443 : 80)) === port) {
    const message = `This is the upstream itself, which tooltape starts on port ${port}. Write the address where the gateway listens, or another port in "upstream".`;
    report(place, 'bad-value', message, 'base_url');
  }
  const endpoint = endpointAtEnd(url.pathname);
  if (endpoint !== undefined) {
    report(place, 'bad-value', `Leave out "${endpoint}": the base URL ends before it, often with /v1.`, 'base_url');
  }
}

/** Reports headers with a real key, because a relay file may be committed and the gateway may pass its headers on. */
function refuseRealKeys(headers: WrittenLane['headers'], place: Place): void {
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value !== 'string' || !looksReal(value.replace(/^Bearer\s+/i, ''))) continue;
    const message =
      'The value looks like a real key. A relay needs none: the upstream takes any placeholder. A key of the gateway itself stands in a variable: { env: NAME }.';
    report(place, 'real-key', message, 'headers', name);
  }
}

/** The configured headers, with names in lower case. Adds the values of variables to `secrets`. Errors: MISSING_KEY, CONFIG. */
function headersOf(
  headers: { readonly [name: string]: WrittenValue } | undefined,
  who: string,
  env: Environment,
  secrets: string[],
): { readonly [name: string]: string } {
  const values = readValues(headers ?? {});
  const read = configuredHeaders(values, env, who);
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') secrets.push((read[name] ?? '').slice(value.prefix.length));
  }
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name.toLowerCase(), value]));
}

function readLane(
  lane: WrittenLane,
  { gateway }: WrittenRelay,
  key: string,
  common: { readonly [name: string]: string },
  env: Environment,
  secrets: string[],
): Lane {
  const protocol = protocolNamed(lane.in);
  const auth =
    gateway.auth === 'bearer'
      ? { authorization: `Bearer ${key}` }
      : { [protocol.auth.header]: `${protocol.auth.prefix}${key}` };
  const baseUrl = withoutTrailing(lane.base_url ?? versioned(gateway.base_url, protocol.example), '/');
  const headers = {
    ...auth,
    ...common,
    ...headersOf(lane.headers, `The lane ${JSON.stringify(lane.name)}`, env, secrets),
  };
  return { name: lane.name, in: lane.in, out: lane.out, model: lane.model ?? 'stub', baseUrl, headers };
}

/** The base URL, with the version at its end replaced by the version of the protocol: `/v1beta` for Gemini. */
function versioned(baseUrl: string, example: string): string {
  const [, version = 'v1'] = example.split('/');
  return baseUrl.replace(/\/v\d+(?:alpha|beta)?\/*$/, `/${version}`);
}

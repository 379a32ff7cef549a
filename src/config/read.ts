import { isObject } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { gatewayWithoutAddress, type Gateway, type Model } from '../domain/model.ts';
import { DEFAULT_PROTOCOL, type ProtocolName } from '../domain/protocol.ts';
import { endpointAtEnd, isSpoken } from '../protocol/protocols.ts';
import { isSound, report, within } from '../document/place.ts';
import type { Place } from '../document/place.ts';
import type { Config, Defaults } from './config.ts';
import { PERSONAS } from '../domain/sandbox.ts';
import { readIgnored, readRedacted } from './read-patterns.ts';
import { checkRequired } from './required-fields.ts';
import { configFile } from './shape.ts';
import { gatewayNamed, readAgentModel } from './read-agent.ts';
import type { WrittenConfig, WrittenDefaults, WrittenGateway, WrittenModel } from './written.ts';
import { checkHeaders, readServers, readValues } from './read-servers.ts';
import { withoutTrailing } from '../text/without-trailing.ts';

const SANDBOX = gatewayWithoutAddress({ name: 'sandbox', protocol: DEFAULT_PROTOCOL, sandbox: true });

/** Reads the value of a configuration file in `folder` and reports problems. With a problem the result is incomplete. */
export function readConfig(value: Json, file: string | null, place: Place, folder: string): Config {
  configFile.check(value, place);
  const written: WrittenConfig = isObject(value) ? value : {};
  const gateways = within(place, 'gateways', () => readGateways(written.gateways, place));
  const models = within(place, 'models', () => readModels(written.models, gateways, folder, place));
  const defaults = isObject(written.defaults) ? (written.defaults as WrittenDefaults) : {};
  return {
    file,
    gateways,
    models,
    servers: within(place, 'servers', () => readServers(written.servers, folder, place)),
    defaults: readDefaults(defaults),
    ignore: within(place, 'ignore', () => readIgnored(written.ignore, place)),
    redact: within(place, 'redact', () => readRedacted(written.redact, place)),
  };
}

function readGateways(written: WrittenConfig['gateways'], place: Place): Map<string, Gateway> {
  const gateways = new Map<string, Gateway>();
  for (const [name, gateway] of isObject(written) ? Object.entries(written) : []) {
    place.path.push(name);
    if (/[@,\s]/.test(name) || name === '') {
      report(place, 'bad-name', `A gateway's name has no "@", "," or space: models are called name@gateway.`);
    }
    const read: WrittenGateway = isObject(gateway) ? gateway : {};
    if (isSound(place)) checkGateway(read, place);
    gateways.set(name, {
      name,
      protocol: protocolOf(read),
      baseUrl: typeof read.base_url === 'string' ? withoutTrailing(read.base_url, '/') : null,
      apiKeyEnv: read.api_key_env ?? null,
      auth: read.auth ?? 'native',
      concurrency: read.concurrency ?? null,
      rpm: read.rpm ?? null,
      sandbox: read.sandbox === true,
      headers: readValues(read.headers ?? {}),
    });
    place.path.pop();
  }
  if (!gateways.has(SANDBOX.name)) gateways.set(SANDBOX.name, SANDBOX);
  return gateways;
}

function protocolOf({ protocol }: WrittenGateway): ProtocolName {
  return protocol !== undefined && isSpoken(protocol) ? protocol : DEFAULT_PROTOCOL;
}

function checkGateway(gateway: WrittenGateway, place: Place): void {
  if (gateway.sandbox === true) {
    if (gateway.base_url !== undefined) {
      report(place, 'exclusive', '"base_url" and "sandbox" exclude each other: keep one of them.', 'base_url');
    }
    return;
  }
  if (place.path.at(-1) === SANDBOX.name) {
    report(
      place,
      'reserved',
      '"sandbox" is the gateway that is built in: write { sandbox: true }, or name yours otherwise.',
    );
    return;
  }
  if (gateway.base_url === undefined) {
    report(place, 'missing-key', '"base_url" is missing: expected a URL such as https://api.openai.com/v1.');
    return;
  }
  checkHeaders(gateway.headers, place);
  const fault = urlFault(gateway.base_url);
  if (fault !== null) report(place, 'bad-value', fault, 'base_url');
}

function urlFault(text: string): string | null {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    return `Expected a URL that starts with https:// or http://, found ${JSON.stringify(text)}.`;
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return 'A URL in a file holds no user or password: name the variable of the key in "api_key_env".';
  }
  if (text.includes('#')) {
    return `Leave out ${JSON.stringify(text.slice(text.indexOf('#')))}: what follows "#" is never sent, and endpoints stand behind a base URL.`;
  }
  const endpoint = endpointAtEnd(url.pathname) ?? /\/(?:completions|responses)\/*$/.exec(url.pathname)?.[0];
  return endpoint === undefined ? null : `Leave out "${endpoint}": the base URL ends before it, often with /v1.`;
}

/** Keys that a model's `request` must not set, because other parts of the configuration or the scenario set them. */
const DECIDED = new Set(['model', 'messages', 'tools', 'tool_choice']);

function readModels(
  written: WrittenConfig['models'],
  gateways: ReadonlyMap<string, Gateway>,
  folder: string,
  place: Place,
): Map<string, Model> {
  const models = new Map<string, Model>();
  for (const [alias, entry] of isObject(written) ? Object.entries(written) : []) {
    place.path.push(alias);
    if (alias === 'list' || alias === 'all' || /^\s|,|\s$/.test(alias) || alias === '') {
      report(
        place,
        'bad-name',
        'An alias is not "list" or "all", which --models understands otherwise, and has no comma.',
      );
    }
    if (isSound(place)) models.set(alias, readModel(alias, entry, gateways, folder, place));
    place.path.pop();
  }
  const sandbox = [...gateways.values()].find((gateway) => gateway.sandbox) ?? SANDBOX;
  for (const persona of PERSONAS) if (!models.has(persona)) models.set(persona, plainModel(persona, persona, sandbox));
  return models;
}

function readModel(
  alias: string,
  entry: WrittenModel,
  gateways: ReadonlyMap<string, Gateway>,
  folder: string,
  place: Place,
): Model {
  if (entry.agent !== undefined) return readAgentModel(alias, entry, entry.agent, gateways, folder, place);
  if (entry.gateways !== undefined) {
    report(place, 'exclusive', 'Several gateways are of an agent: write "gateway", or add "agent".', 'gateways');
  }
  if (entry.gateway === undefined) {
    report(place, 'missing-key', '"gateway" is missing: name the gateway that serves it, or write "agent".');
  }
  const gateway = entry.gateway === undefined ? undefined : gatewayNamed(entry.gateway, gateways, place, 'gateway');
  for (const key of Object.keys(entry.request ?? {})) {
    if (DECIDED.has(key))
      report(place, 'reserved', `"${key}" comes from the scenario or from "model".`, 'request', key);
  }
  if (gateway !== undefined) checkRequired(entry, gateway, place);
  return {
    name: alias,
    servedAs: entry.model ?? alias,
    gateway: gateway ?? SANDBOX,
    price: entry.price ?? null,
    omit: entry.omit ?? [],
    rename: entry.rename ?? {},
    request: entry.request ?? {},
  };
}

/** A model of which only the name is known. */
export function plainModel(name: string, servedAs: string, gateway: Gateway): Model {
  return { name, servedAs, gateway, price: null, omit: [], rename: {}, request: {} };
}

function readDefaults(written: WrittenDefaults): Defaults {
  return {
    models: written.models ?? PERSONAS,
    namesModels: written.models !== undefined,
    trials: written.trials ?? 1,
    concurrency: written.concurrency ?? 8,
    retries: written.retries ?? 3,
    temperature: written.temperature === undefined ? 0 : written.temperature,
    maxTokens: written.max_tokens === undefined ? 8192 : written.max_tokens,
    timeoutMs: written.timeout_ms ?? 120_000,
    stream: written.stream ?? false,
  };
}

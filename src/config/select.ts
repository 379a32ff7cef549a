import { DEFAULT_PROTOCOL } from '../domain/protocol.ts';
import { closest } from '../text/closest.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { Gateway, Model } from '../domain/model.ts';
import type { Config } from './config.ts';
import { SIMULATED } from '../domain/sandbox.ts';
import { envValue, type Environment } from './environment.ts';
import { plainModel } from './read.ts';
import { headerFault } from './header-fault.ts';
import { withoutTrailing } from '../text/without-trailing.ts';

/**
 * The models of a `--models` text, each once, in its order: aliases, `name@gateway`, `list` (as null: the defaults) and `all`
 * (every alias). Throws USAGE for an empty text, and UNKNOWN_MODEL with every unknown name.
 */
export function selectModels(config: Config, spec: string | null, env: Environment): readonly Model[] {
  const names = (spec ?? 'list')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) {
    throw new TooltapeError('USAGE', 'No model is named.', { remedy: 'Name models as a,b, or write list or all.' });
  }
  const selected = new Map<string, Model>();
  const unknown: string[] = [];
  for (const name of names.flatMap((part) => expand(config, part))) {
    const model = findModel(config, name, env);
    if (model) selected.set(model.name, model);
    else unknown.push(name);
  }
  if (unknown.length > 0) throw unknownModels(config, unknown);
  return [...selected.values()];
}

function expand(config: Config, part: string): readonly string[] {
  if (config.models.has(part)) return [part];
  if (part === 'list') return config.defaults.models;
  return part === 'all' ? [...config.models.keys()] : [part];
}

/** Finds a model by name. Names may contain `/`, `:` and `@`, so the last `@` before a known gateway splits. */
function findModel(config: Config, name: string, env: Environment): Model | null {
  const alias = config.models.get(name);
  if (alias) return alias;
  const { servedAs, gateway } = split(config, name);
  if (gateway)
    return gateway.sandbox ? persona(name, servedAs, gateway) : throughGateway(config, name, servedAs, gateway);
  const fallback = environmentGateway(env);
  if (fallback === null || nearGateway(config, name) !== null) return null;
  return plainModel(name, name, fallback);
}

function split(config: Config, name: string): { servedAs: string; gateway: Gateway | null } {
  const at = name.lastIndexOf('@');
  const gateway = at > 0 ? (config.gateways.get(name.slice(at + 1)) ?? null) : null;
  return { servedAs: name.slice(0, at), gateway };
}

function persona(name: string, servedAs: string, gateway: Gateway): Model | null {
  return SIMULATED.some((known) => known === servedAs) ? plainModel(name, servedAs, gateway) : null;
}

/**
 * The model of `gpt-4o@openai`, where `gpt-4o` is an alias. It takes the parameter settings of the alias, but not its served
 * name and price, which belong to the alias's own gateway.
 */
function throughGateway(config: Config, name: string, servedAs: string, gateway: Gateway): Model {
  const alias = config.models.get(servedAs);
  if (!alias) return plainModel(name, servedAs, gateway);
  if (alias.gateway.name === gateway.name) return { ...alias, name };
  return { ...alias, name, servedAs, gateway, price: null };
}

const OPENAI_URL = 'https://api.openai.com/v1';

/** The gateway of models that no configuration names; null unless one of its environment variables is set. */
function environmentGateway(env: Environment): Gateway | null {
  const key = env['OPENAI_API_KEY'] ?? '';
  const url = env['OPENAI_BASE_URL'] ?? '';
  if (key === '' && url === '') return null;
  return {
    name: 'environment',
    protocol: DEFAULT_PROTOCOL,
    baseUrl: withoutTrailing(url === '' ? OPENAI_URL : url, '/'),
    apiKeyEnv: key === '' ? null : 'OPENAI_API_KEY',
    auth: 'native',
    concurrency: null,
    rpm: null,
    sandbox: false,
    headers: {},
  };
}

/** The name of the gateway nearest to the mistyped one of a `name@gateway`; null without one. */
function nearGateway(config: Config, name: string): string | null {
  const at = name.lastIndexOf('@');
  return at > 0 ? closest(name.slice(at + 1), config.gateways.keys()) : null;
}

function unknownModels(config: Config, names: readonly string[]): TooltapeError {
  const known = [...config.models.keys()];
  const where = config.file ?? 'There is no tooltape.config.yaml: only the sandbox';
  const lines = names.map((name) => {
    const suggestion = suggest(config, name);
    return `"${name}"${suggestion === null ? whyUnknown(config, name) : ` (did you mean "${suggestion}"?)`}`;
  });
  const message = `${lines.join(', ')} ${names.length === 1 ? 'is' : 'are'} not configured. ${where} knows ${known.join(', ')}; gateways: ${[...config.gateways.keys()].join(', ')}.`;
  return new TooltapeError('UNKNOWN_MODEL', message, {
    remedy:
      'Add it under "models", write name@gateway, or set OPENAI_API_KEY (and OPENAI_BASE_URL) for models that no config names.',
  });
}

/** Describes the problem of a `name@gateway` that no known name resembles. */
function whyUnknown(config: Config, name: string): string {
  const at = name.lastIndexOf('@');
  if (at <= 0) return '';
  const { gateway } = split(config, name);
  if (gateway === null) return ` (there is no gateway "${name.slice(at + 1)}")`;
  return gateway.sandbox ? ` (the sandbox simulates only ${SIMULATED.join(', ')})` : '';
}

function suggest(config: Config, name: string): string | null {
  const gateway = split(config, name).gateway?.name ?? nearGateway(config, name);
  if (gateway === null) return closest(name, config.models.keys());
  const served = name.slice(0, name.lastIndexOf('@'));
  const isSandbox = config.gateways.get(gateway)?.sandbox === true;
  const right = isSandbox ? closest(served, SIMULATED) : served;
  return right === null ? null : `${right}@${gateway}`;
}

/**
 * The key of a gateway; null where it needs none. Errors: MISSING_KEY, and CONFIG for a key that HTTP does not allow in a
 * header. Call it for all gateways before the first request. No error shows the key.
 */
export function resolveKey(gateway: Gateway, env: Environment): string | null {
  if (gateway.apiKeyEnv === null) return null;
  const key = envValue(env, gateway.apiKeyEnv);
  const fault = headerFault(key);
  if (fault !== null) {
    throw new TooltapeError('CONFIG', `The key in ${gateway.apiKeyEnv} holds ${fault}, and cannot be sent.`, {
      remedy: `Set it again, on one line and without typographic characters: export ${gateway.apiKeyEnv}=… .`,
    });
  }
  if (key !== '') return key;
  throw new TooltapeError(
    'MISSING_KEY',
    `The gateway "${gateway.name}" needs a key, and ${gateway.apiKeyEnv} is not set.`,
    {
      remedy: `Set it: export ${gateway.apiKeyEnv}=… . Without it, leave the models of this gateway out, or score their recordings: npx tooltape replay`,
    },
  );
}

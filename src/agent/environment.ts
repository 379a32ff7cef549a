import type { Json } from '../json/json.ts';
import { VENDORS, type Vendor, type VendorName } from '../domain/agents/vendors.ts';

type Variables = { readonly [name: string]: string | undefined };

export interface EnvironmentOptions {
  /** The environment that the program would have had. */
  readonly env: Variables;
  /** Where each vendor's requests are answered: `http://127.0.0.1:40123`. Variables of other vendors stay as they are. */
  readonly addresses: ReadonlyMap<VendorName, string>;
  /** Whether the real keys stay: they are needed where something may be recorded. */
  readonly keepsKeys: boolean;
  /** What Node programs load first; null for nothing. */
  readonly mount: NodeMount | null;
}

/** A module that catches clients which no variable reaches, and what it has to know. */
export interface NodeMount {
  /** A `file:` URL. */
  readonly module: string;
  readonly forwarded: Json;
}

export interface ProgramEnvironment {
  readonly env: Variables;
  /** Names of the variables that say where to ask, in order. */
  readonly pointed: readonly string[];
}

/** In place of a key: SDKs refuse to start without one, and it opens nothing. */
export const PLACEHOLDER_KEY = 'tooltape-placeholder-key';

/** Tracing would be a request that no recording holds: it tells random ids and the time. */
const TRACING_OFF = { OPENAI_AGENTS_DISABLE_TRACING: '1' };

/** The variable in which the mount finds what it has to know. */
export const MOUNT_VARIABLE = 'TOOLTAPE_EXEC_MOUNT';

/** The environment of a program whose requests are to be answered here. */
export function programEnvironment({ env, addresses, keepsKeys, mount }: EnvironmentOptions): ProgramEnvironment {
  const changed: Record<string, string | undefined> = { ...env, ...TRACING_OFF };
  const pointed: string[] = [];
  for (const [name, address] of addresses) {
    const vendor = VENDORS[name];
    for (const variable of vendor.baseUrlVariables) {
      changed[variable] = clientBaseUrl(vendor, address);
      pointed.push(variable);
    }
    for (const variable of vendor.cleared) changed[variable] = undefined;
    Object.assign(changed, keysOf(vendor, env, keepsKeys));
  }
  // A proxy of the network does not reach our loopback.
  for (const variable of ['NO_PROXY', 'no_proxy']) changed[variable] = withLoopback(env[variable] ?? '');
  if (mount !== null) {
    changed['NODE_OPTIONS'] = [env['NODE_OPTIONS'] ?? '', `--import=${mount.module}`].join(' ').trim();
    changed[MOUNT_VARIABLE] = JSON.stringify(mount.forwarded);
  }
  return { env: changed, pointed };
}

/** The base URL that a vendor's clients expect in the variable. */
function clientBaseUrl(vendor: Vendor, address: string): string {
  return vendor.clientsAddVersion ? address : `${address}/${vendor.version}`;
}

/** Where real keys are kept, placeholders stand in only where there is none at all. */
function keysOf(vendor: Vendor, env: Variables, keepsKeys: boolean): Record<string, string | undefined> {
  const { keyVariables, tokenVariables } = vendor;
  if (keepsKeys && [...keyVariables, ...tokenVariables].some((variable) => (env[variable] ?? '') !== '')) return {};
  return {
    ...Object.fromEntries(keyVariables.map((variable) => [variable, PLACEHOLDER_KEY])),
    ...Object.fromEntries(tokenVariables.map((variable) => [variable, undefined])),
  };
}

function withLoopback(list: string): string {
  return [list, '127.0.0.1', 'localhost'].filter((part) => part !== '').join(',');
}

import type { Json } from '../json/json.ts';
import { PLACEHOLDER_KEY } from '../domain/agents/placeholder-key.ts';
import { VENDORS, type Vendor, type VendorName } from '../domain/agents/vendors.ts';

type Variables = { readonly [name: string]: string | undefined };

export interface EnvironmentOptions {
  /** The environment that the program would have without tooltape. */
  readonly env: Variables;
  /**
   * Address of the proxy for each vendor: `http://127.0.0.1:40123`. Variables of vendors without an address stay as they are.
   */
  readonly addresses: ReadonlyMap<VendorName, string>;
  /** True where something may be recorded, which needs the real keys. */
  readonly keepsKeys: boolean;
  /** The module that Node programs load first; null for none. */
  readonly mount: NodeMount | null;
}

/** A module that redirects HTTP clients which read no base URL variable, and its data. */
export interface NodeMount {
  /** `file:` URL of the module. */
  readonly module: string;
  readonly forwarded: Json;
}

export interface ProgramEnvironment {
  readonly env: Variables;
  /** Names of the base URL variables that were set, in order. */
  readonly pointed: readonly string[];
}

/** Switches tracing off. A trace holds random ids and the time, so no recording would match it. */
const TRACING_OFF = { OPENAI_AGENTS_DISABLE_TRACING: '1' };

/** Environment variable that gives the module of `NodeMount` its data. */
export const MOUNT_VARIABLE = 'TOOLTAPE_EXEC_MOUNT';

/** The environment for a program whose requests the proxy answers. */
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
  // A network proxy cannot reach the loopback address of this machine.
  for (const variable of ['NO_PROXY', 'no_proxy']) changed[variable] = withLoopback(env[variable] ?? '');
  if (mount !== null) {
    changed['NODE_OPTIONS'] = [env['NODE_OPTIONS'] ?? '', `--import=${mount.module}`].join(' ').trim();
    changed[MOUNT_VARIABLE] = JSON.stringify(mount.forwarded);
  }
  return { env: changed, pointed };
}

/** The base URL in the form that a vendor's clients expect. */
function clientBaseUrl(vendor: Vendor, address: string): string {
  return vendor.clientsAddVersion ? address : `${address}/${vendor.version}`;
}

/** The vendor's key variables. Placeholders are set where the program needs no real key, and where none is set. */
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

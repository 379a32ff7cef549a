import { TooltapeError } from '../domain/errors.ts';
import { VENDOR_NAMES, VENDORS, type Vendor, type VendorName } from '../domain/agents/vendors.ts';
import { withoutTrailing } from '../text/without-trailing.ts';

/** The API that answers a vendor's requests while recording. */
export interface Origin {
  /** Base URL without a version and without `/` at its end: `https://openrouter.ai/api`. */
  readonly base: string;
  /** The version in every path below the base; `''` for none; null takes the version that the client writes. */
  readonly version: string | null;
  /** Query that every request gets: `api-version=2024-10-21`; `''` for none. */
  readonly query: string;
}

export type Origins = ReadonlyMap<VendorName, Origin>;

/** A version at the end of a path: `/v1`, `/v1beta`. */
const VERSION_AT_END = /\/(v\d{1,3}(?:alpha|beta)?\d{0,3})$/;

/**
 * The origin of each vendor: the one in `given` (`https://…` belongs to openai, `anthropic=https://…` to anthropic), else that
 * of the base URL variable in `env`, else the vendor's own.
 * Errors: USAGE for a text that is no URL, for an unknown vendor, and for two origins of one vendor.
 */
export function readOrigins(given: readonly string[], env: { readonly [name: string]: string | undefined }): Origins {
  const written = new Map<VendorName, string>();
  for (const text of given) {
    const { vendor, url } = splitOrigin(text);
    const before = written.get(vendor);
    if (before !== undefined) {
      throw new TooltapeError('USAGE', `--origin: ${before} and ${url} are both of ${vendor}`, {
        remedy: `Give one a vendor; for another vendor write ${VENDOR_NAMES.filter((name) => name !== vendor)
          .map((name) => `${name}=URL`)
          .join(' or ')}.`,
      });
    }
    written.set(vendor, url);
  }
  const origins = new Map<VendorName, Origin>();
  for (const name of VENDOR_NAMES) {
    const vendor = VENDORS[name];
    const option = written.get(name);
    const variable = vendor.baseUrlVariables.find((one) => (env[one] ?? '').trim() !== '');
    const origin =
      option !== undefined
        ? originOf(option, vendor, '--origin', true)
        : variable !== undefined
          ? originOf((env[variable] ?? '').trim(), vendor, `the variable ${variable}`, false)
          : { base: vendor.origin, version: null, query: '' };
    origins.set(name, origin);
  }
  return origins;
}

function splitOrigin(text: string): { readonly vendor: VendorName; readonly url: string } {
  const [, name, url] = /^([A-Za-z_-]{1,40})=(.*)$/s.exec(text) ?? [];
  if (name === undefined || url === undefined) return { vendor: 'openai', url: text };
  const vendor = VENDOR_NAMES.find((one) => one === name);
  if (vendor !== undefined) return { vendor, url };
  throw new TooltapeError('USAGE', `--origin: expected ${VENDOR_NAMES.join(', ')} before "=", found "${name}"`, {
    remedy: 'Write it like openai=https://openrouter.ai/api/v1; name the vendor whose protocol the server speaks.',
  });
}

/**
 * Reads the origin of a vendor. `isOption`: with `--origin`, a URL without a path takes the version that clients write; a
 * variable always holds the whole base URL. `where` names the option or variable in messages. Errors: USAGE.
 */
export function originOf(text: string, vendor: Vendor, where: string, isOption: boolean): Origin {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TooltapeError('USAGE', `${where}: expected an http or https URL, found ${JSON.stringify(text)}`, {
      remedy: `Write it like ${vendor.origin}${vendor.clientsAddVersion ? '' : `/${vendor.version}`}.`,
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TooltapeError('USAGE', `${where}: the URL holds a user or a password`, {
      remedy: `Leave them out, and set ${vendor.keyVariables[0]}.`,
    });
  }
  const path = withoutTrailing(url.pathname, '/');
  const query = url.search.slice(1);
  const version = VERSION_AT_END.exec(path)?.[1];
  if (version !== undefined) return { base: url.origin + path.slice(0, -version.length - 1), version, query };
  const leftToClient = vendor.clientsAddVersion || (path === '' && isOption);
  return { base: url.origin + path, version: leftToClient ? null : '', query };
}

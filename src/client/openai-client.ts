import type { Gateway } from '../domain/model.ts';
import type { ModelRequest } from '../domain/model-client.ts';
import { TooltapeError } from '../domain/errors.ts';
import { protocolNamed } from '../protocol/protocols.ts';

type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Sends one request through the SDK with the given `fetch`. `headers` are added to the headers of every request. */
export type SendRequest = (
  request: ModelRequest,
  headers: { readonly [name: string]: string },
  fetch: Fetch,
) => Promise<unknown>;

export interface SdkOptions {
  readonly baseUrl: string;
  /** Null when the gateway needs no key. */
  readonly apiKey: string | null;
  /** The protocol names the header of the key. */
  readonly gateway: Pick<Gateway, 'protocol' | 'auth'>;
}

interface Exchange {
  readonly headers: { readonly [name: string]: string };
  readonly fetch: Fetch;
}

/** Longest delay that `setTimeout` takes. It switches the SDK's time-out off, because `carry` limits the time. */
const NO_TIMEOUT_MS = 2_147_483_647;
const SILENT = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const BEARER = { header: 'authorization', prefix: 'Bearer ' };
/** Header that tells exchanges apart inside the SDK. It is not sent. */
const EXCHANGE = 'x-tooltape-exchange';

/**
 * Makes requests with the `openai` package, which is imported at the first request. A gateway needs only one sender: making a
 * client of the package takes longer than a request. Every option is set, and the headers are set again for each request,
 * because the SDK reads keys, organization, project, base URL and headers from OPENAI_* variables, and these must not reach
 * another gateway.
 */
export function createSender(options: SdkOptions): SendRequest {
  const { baseUrl, query } = splitQuery(options.baseUrl);
  const exchanges = new Map<string, Exchange>();
  let count = 0;
  let client: Promise<import('openai').OpenAI> | null = null;
  const load = async (): Promise<import('openai').OpenAI> => {
    const { OpenAI } = await import('openai');
    try {
      return new OpenAI({
        baseURL: baseUrl,
        apiKey: options.apiKey ?? 'none',
        adminAPIKey: null,
        organization: null,
        project: null,
        webhookSecret: null,
        defaultHeaders: {},
        defaultQuery: query,
        maxRetries: 0,
        timeout: NO_TIMEOUT_MS,
        logLevel: 'off',
        logger: SILENT,
        dangerouslyAllowBrowser: false,
        fetchOptions: {},
        fetch: (url, init) => {
          const given = init?.headers;
          const sent = given instanceof Headers ? given : new Headers(given);
          const exchange = exchanges.get(sent.get(EXCHANGE) ?? '');
          if (exchange === undefined) throw new Error('a request was made outside of an exchange');
          // A followed redirect would send the headers of this gateway, including the key, to another address.
          return exchange.fetch(url, { ...init, headers: exchange.headers, redirect: 'manual' });
        },
      });
    } catch (cause) {
      const remedy = 'Unset OPENAI_CUSTOM_HEADERS, or mend it: one "name: value" a line.';
      throw new TooltapeError('CONFIG', `The openai package does not start: ${String(cause)}`, { remedy, cause });
    }
  };
  const protocol = protocolNamed(options.gateway.protocol);
  const own = { ...protocol.headers, ...authentication(options) };
  return async ({ endpoint, query: ownQuery, body }, headers, fetch) => {
    client ??= load();
    const openai = await client;
    const id = String((count += 1));
    exchanges.set(id, { headers: requestHeaders(own, headers), fetch });
    try {
      const options = { body, query: ownQuery ?? {}, headers: { [EXCHANGE]: id } };
      return await openai.post(endpoint, options).asResponse();
    } finally {
      exchanges.delete(id);
    }
  };
}

/** The header with the key; empty without a key. */
function authentication({ apiKey, gateway }: SdkOptions): Exchange['headers'] {
  if (apiKey === null) return {};
  const { header, prefix } = gateway.auth === 'bearer' ? BEARER : protocolNamed(gateway.protocol).auth;
  return { [header]: `${prefix}${apiKey}` };
}

/** All headers of a request: those of the protocol, then those of the gateway. */
function requestHeaders(own: Exchange['headers'], headers: Exchange['headers']): Exchange['headers'] {
  const all: { [name: string]: string } = {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'tooltape',
    ...own,
  };
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
  return all;
}

/**
 * Splits the query from a base URL. A base URL may have one (Azure: `?api-version=…`); it belongs after the path of the
 * request.
 */
function splitQuery(url: string): { baseUrl: string; query: { [name: string]: string } } {
  if (!url.includes('?')) return { baseUrl: url, query: {} };
  const parsed = new URL(url);
  const query = Object.fromEntries(parsed.searchParams);
  parsed.search = '';
  return { baseUrl: parsed.toString(), query };
}

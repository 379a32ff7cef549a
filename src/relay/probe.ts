import { protocolNamed } from '../protocol/protocols.ts';
import { breakdownOf, messageIn } from './judge/breakdown.ts';
import type { RelayExchange } from './exchange.ts';

/** Why no request of a lane reaches the upstream over the protocol `out`, and the remedy; null where the first exchange did. */
export function laneFault(exchange: RelayExchange, port: number): string | null {
  const { lane, outcome, arrivals, strays, request } = exchange;
  const url = `${lane.baseUrl}${request.endpoint}`;
  if (outcome.kind === 'unreachable') {
    return `Nobody answers at ${url}: ${outcome.message}. Start the gateway first, or correct "base_url".`;
  }
  const [arrival] = arrivals;
  if (arrival !== undefined) {
    if (arrival.protocol === lane.out) return null;
    const asked = protocolNamed(arrival.protocol).example;
    return `The lane says that the gateway speaks ${lane.out} to the upstream, and it asked ${arrival.endpoint}, which is ${arrival.protocol} (${asked}). Write "out: ${arrival.protocol}", or configure the gateway for ${lane.out}.`;
  }
  const asked =
    strays.length === 0
      ? 'nothing arrived upstream'
      : `the upstream was asked for ${strays.join(', ')}, which no protocol has`;
  const base = `http://127.0.0.1:${port}${versionOf(lane.out)}`;
  const look = `Look at the line of the gateway's configuration that holds the address of the provider: it must be ${base}.`;
  if (outcome.kind === 'broken' && outcome.tls !== undefined)
    return `${url}: ${outcome.message}. ${TLS_ADVICE[outcome.tls]}`;
  if (outcome.kind !== 'answered') return `${url}: ${outcome.message}, and ${asked}. ${look}`;
  const { status, headers } = outcome.response;
  const target = headers['location'];
  if (status >= 300 && status < 400 && target !== undefined) {
    return `The gateway redirects ${url} to ${target} (${status}). A client would not send its request again: write the address that it leads to, without the endpoint, as "base_url".`;
  }
  const said = messageIn(outcome.text);
  if (status === 401 || status === 403) {
    return `The gateway refuses the key (${status}): ${said}. Name the variable that holds its key in "gateway.api_key_env".`;
  }
  if (status === 429) {
    return `The gateway answered 429 by itself: ${said}. Lift its limit: a relay sends a few hundred requests one after the other. (${asked})`;
  }
  if (status === 404 || status === 405) {
    return `The gateway has no ${request.endpoint} at ${lane.baseUrl} (${status}): ${said}. Does it speak ${lane.in}? Correct "in" or "base_url". (${asked})`;
  }
  const cached = breakdownOf(exchange)?.cached === true;
  if (cached)
    return `The gateway answered without asking the upstream, with the very answer of an earlier relay: it answers from a cache. Turn its cache off, or empty it.`;
  return status >= 200 && status <= 299
    ? `The gateway answered ${status} by itself, and ${asked}: ${said}. ${look}`
    : `The gateway answered ${status}: ${said}; ${asked}. ${look}`;
}

const TLS_ADVICE = {
  plain: 'The gateway speaks no TLS there: write http:// in "base_url".',
  untrusted:
    'Node does not trust the certificate: name that of its authority in NODE_EXTRA_CA_CERTS, or write http://.',
};

function versionOf(protocol: RelayExchange['lane']['out']): string {
  return /^\/[^/]+/.exec(protocolNamed(protocol).example)?.[0] ?? '';
}

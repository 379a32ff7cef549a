import { VENDORS, type Vendor } from '../domain/agents/vendors.ts';
import { TooltapeError } from '../domain/errors.ts';
import { DEFAULT_PROTOCOL, PROTOCOL_NAMES, type ProtocolName } from '../domain/protocol.ts';
import { rememberTexts } from '../json/remember.ts';
import { chat } from './chat/chat.ts';
import { gemini } from './gemini/gemini.ts';
import { messages } from './messages/messages.ts';
import type { Protocol } from './protocol.ts';
import { responses } from './responses/responses.ts';
import { withChecks } from './reading/with-checks.ts';
import { withinLimits } from './reading/within-limits.ts';
import { withoutTrailing } from '../text/without-trailing.ts';

/** The table of protocols. */
export const PROTOCOLS: readonly Protocol[] = [chat, responses, messages, gemini].map(withinLimits).map(withChecks);

const byName: ReadonlyMap<string, Protocol> = new Map(PROTOCOLS.map((protocol) => [protocol.name, protocol]));

/** Names of protocols that the configuration, scenarios and cassettes may use. */
export const SPOKEN: readonly ProtocolName[] = PROTOCOL_NAMES.filter((name) => byName.has(name));

export function isSpoken(name: string): name is ProtocolName {
  return byName.has(name);
}

/** The protocol of this name. Errors: CONFIG for a name without a protocol. */
export function protocolNamed(name: ProtocolName): Protocol {
  const protocol = byName.get(name);
  if (protocol !== undefined) return protocol;
  throw new TooltapeError('CONFIG', `This version does not speak the protocol ${JSON.stringify(name)}`, {
    remedy: `Use one of: ${SPOKEN.join(', ')}.`,
  });
}

/** The protocol that unknown endpoints are taken for. */
export function defaultProtocol(): Protocol {
  return protocolNamed(DEFAULT_PROTOCOL);
}

/** The protocol of an endpoint; the default one for an endpoint of another kind. */
export function protocolFor(endpoint: string): Protocol {
  return protocolAt(endpoint) ?? defaultProtocol();
}

/** The vendor whose SDKs speak a protocol. */
export function vendorOf(name: ProtocolName): Vendor {
  return VENDORS[protocolNamed(name).vendor];
}

/** The endpoint at the end of a URL's path, without the base: `/chat/completions`; undefined without one. */
export function endpointAtEnd(path: string): string | undefined {
  const bare = withoutTrailing(path, '/');
  for (let at = bare.lastIndexOf('/'); at >= 0; at = bare.lastIndexOf('/', at - 1)) {
    const end = bare.slice(at);
    if (PROTOCOLS.some((protocol) => protocol.isEndpoint(end))) return path.slice(at);
    if (at === 0) break;
  }
  return undefined;
}

/** The protocol of an endpoint; null for an endpoint of another kind, such as embeddings. */
export function protocolAt(endpoint: string): Protocol | null {
  return byEndpoint(endpoint);
}

/** Remembered, because every request looks up one of a few endpoints. */
const byEndpoint = rememberTexts(
  1000,
  (endpoint) => PROTOCOLS.find((protocol) => protocol.isEndpoint(endpoint)) ?? null,
);

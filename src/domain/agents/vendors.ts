import type { ProtocolName } from '../protocol.ts';

export const VENDOR_NAMES = ['openai', 'anthropic', 'gemini'] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];

/** Whose SDKs a program may use, and how they are brought to ask us. */
export interface Vendor {
  readonly name: VendorName;
  readonly protocols: readonly ProtocolName[];
  /** Where its SDKs ask when no variable says otherwise. */
  readonly origin: string;
  /** The version in the path of its API. */
  readonly version: string;
  /** Clients add the version to the base URL themselves; where they do not, base URLs end with it. */
  readonly clientsAddVersion: boolean;
  /** Variables that clients read a base URL from; the first is that of the vendor's own SDKs. */
  readonly baseUrlVariables: readonly [string, ...string[]];
  /** Variables that clients read a key from; the first is that of the vendor's own SDKs. */
  readonly keyVariables: readonly [string, ...string[]];
  /** Further variables that hold a key or token: no placeholder stands in for them. */
  readonly tokenVariables: readonly string[];
  /** Variables that send a client elsewhere: never passed on to a program. */
  readonly cleared: readonly string[];
}

/** Every vendor: a row each. */
export const VENDORS: Readonly<Record<VendorName, Vendor>> = {
  openai: {
    name: 'openai',
    protocols: ['chat', 'responses'],
    origin: 'https://api.openai.com',
    version: 'v1',
    clientsAddVersion: false,
    // LangChain and older SDKs read OPENAI_API_BASE, LiteLLM either.
    baseUrlVariables: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
    keyVariables: ['OPENAI_API_KEY'],
    tokenVariables: ['OPENAI_ADMIN_KEY'],
    // openai-python before 1.0 and LangChain choose Azure by them; @openai/agents asks over a WebSocket.
    cleared: ['OPENAI_API_TYPE', 'OPENAI_API_HOST', 'OPENAI_WEBSOCKET_BASE_URL'],
  },
  anthropic: {
    name: 'anthropic',
    protocols: ['messages'],
    origin: 'https://api.anthropic.com',
    version: 'v1',
    clientsAddVersion: true,
    // LangChain for Python reads ANTHROPIC_API_URL first.
    baseUrlVariables: ['ANTHROPIC_BASE_URL', 'ANTHROPIC_API_URL'],
    keyVariables: ['ANTHROPIC_API_KEY'],
    tokenVariables: ['ANTHROPIC_AUTH_TOKEN'],
    cleared: [],
  },
  gemini: {
    name: 'gemini',
    protocols: ['gemini'],
    origin: 'https://generativelanguage.googleapis.com',
    version: 'v1beta',
    clientsAddVersion: true,
    baseUrlVariables: ['GOOGLE_GEMINI_BASE_URL'],
    keyVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    tokenVariables: [],
    cleared: [],
  },
};

/** The vendor whose SDKs speak a protocol. */
export function vendorOf(protocol: ProtocolName): Vendor {
  const found = Object.values(VENDORS).find(({ protocols }) => protocols.includes(protocol));
  if (found === undefined) throw new Error(`no vendor speaks ${protocol}`);
  return found;
}

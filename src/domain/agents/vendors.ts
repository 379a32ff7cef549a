export const VENDOR_NAMES = ['openai', 'anthropic', 'gemini'] as const;
export type VendorName = (typeof VENDOR_NAMES)[number];

/** A vendor whose SDKs a program may use, and how to point them to the proxy. */
export interface Vendor {
  readonly name: VendorName;
  /** Origin that the SDKs ask when no variable is set. */
  readonly origin: string;
  /** The version in the path of its API. */
  readonly version: string;
  /** True when clients add the version to the base URL themselves. Otherwise base URLs end with it. */
  readonly clientsAddVersion: boolean;
  /** Variables from which clients read a base URL. The first belongs to the vendor's own SDKs. */
  readonly baseUrlVariables: readonly [string, ...string[]];
  /** Variables from which clients read a key. The first belongs to the vendor's own SDKs. */
  readonly keyVariables: readonly [string, ...string[]];
  /** Further variables with a key or token. They never get a placeholder. */
  readonly tokenVariables: readonly string[];
  /** Variables that point a client to another service. They are removed from the program's environment. */
  readonly cleared: readonly string[];
}

/** All vendors, one a row. */
export const VENDORS: Readonly<Record<VendorName, Vendor>> = {
  openai: {
    name: 'openai',
    origin: 'https://api.openai.com',
    version: 'v1',
    clientsAddVersion: false,
    // LangChain and older SDKs read OPENAI_API_BASE; LiteLLM reads both.
    baseUrlVariables: ['OPENAI_BASE_URL', 'OPENAI_API_BASE'],
    keyVariables: ['OPENAI_API_KEY'],
    tokenVariables: ['OPENAI_ADMIN_KEY'],
    // The first two make openai-python before 1.0 and LangChain choose Azure. The third makes @openai/agents use a WebSocket.
    cleared: ['OPENAI_API_TYPE', 'OPENAI_API_HOST', 'OPENAI_WEBSOCKET_BASE_URL'],
  },
  anthropic: {
    name: 'anthropic',
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
    origin: 'https://generativelanguage.googleapis.com',
    version: 'v1beta',
    clientsAddVersion: true,
    baseUrlVariables: ['GOOGLE_GEMINI_BASE_URL'],
    keyVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    tokenVariables: [],
    cleared: [],
  },
};

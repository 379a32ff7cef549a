import { PROTOCOL_NAMES, type ProtocolName } from '../domain/protocol.ts';

/** The gateway and models of a new project, for one protocol. */
interface Start {
  /** Description of the protocol, for the question of `init` and for a comment in the configuration. */
  readonly about: string;
  readonly gateway: string;
  /** The YAML value of the gateway's entry. */
  readonly entry: string;
  /** Models of the gateway, with their prices as YAML. */
  readonly models: readonly (readonly [name: string, price: string])[];
}

/** The start of a new project, for each protocol. */
export const STARTS: { readonly [name in ProtocolName]: Start } = {
  chat: {
    about: 'OpenAI Chat Completions, which most gateways and local servers speak',
    gateway: 'openai',
    entry: '{ base_url: https://api.openai.com/v1, api_key_env: OPENAI_API_KEY, concurrency: 4 }',
    models: [
      ['gpt-4o', '{ input: 2.5, output: 10 }'],
      ['gpt-4o-mini', '{ input: 0.15, output: 0.6 }'],
    ],
  },
  responses: {
    about: 'OpenAI Responses, for models that reason',
    gateway: 'openai-responses',
    entry: '{ base_url: https://api.openai.com/v1, api_key_env: OPENAI_API_KEY, concurrency: 4, protocol: responses }',
    models: [
      ['gpt-5', '{ input: 1.25, output: 10 }'],
      ['gpt-5-mini', '{ input: 0.25, output: 2 }'],
    ],
  },
  messages: {
    about: 'Anthropic Messages',
    gateway: 'anthropic',
    entry:
      '{ base_url: https://api.anthropic.com/v1, api_key_env: ANTHROPIC_API_KEY, concurrency: 4, protocol: messages }',
    models: [
      ['claude-sonnet-4-20250514', '{ input: 3, output: 15 }'],
      ['claude-opus-4-20250514', '{ input: 15, output: 75 }'],
    ],
  },
  gemini: {
    about: 'Gemini generateContent',
    gateway: 'google',
    entry:
      '{ base_url: https://generativelanguage.googleapis.com/v1beta, api_key_env: GEMINI_API_KEY, concurrency: 4, protocol: gemini }',
    models: [
      ['gemini-2.5-pro', '{ input: 1.25, output: 10 }'],
      ['gemini-2.5-flash', '{ input: 0.3, output: 2.5 }'],
    ],
  },
};

/**
 * The configuration of a new project. It has a gateway of the protocol, and the gateways of the other protocols as comments. Its default
 * models are simulated, so that the first run costs nothing.
 */
export function configText(protocol: ProtocolName): string {
  const { gateway, entry, models } = STARTS[protocol];
  const others = PROTOCOL_NAMES.filter((name) => name !== protocol).map((name) => {
    const { about, ...other } = STARTS[name];
    return `  # ${about}:\n  # ${other.gateway}: ${other.entry}`;
  });
  return `# yaml-language-server: $schema=./node_modules/tooltape/schema/config.schema.json
# Where models are served, and which to ask.
gateways:
  # Any endpoint of these protocols: ${PROTOCOL_NAMES.join(', ')} (chat where none is named).
  # The key comes from an environment variable. Never write it into this file.
  ${gateway}: ${entry}
${others.join('\n')}
  # Simulated models on this machine: no key, no cost.
  sandbox: { sandbox: true }

# Names for --models. \`price\` is US dollars per million tokens.
models:
${models.map(([name, price]) => `  ${name}: { gateway: ${gateway}, price: ${price} }`).join('\n')}

defaults:
  # Asked when --models is left out: one that is right at once, one that makes one call at a time, one that gets arguments wrong.
  models: [oracle, one-at-a-time, wrong-arguments]
`;
}

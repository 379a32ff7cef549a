/** The configuration of a new project: simulated models first, so that nothing costs money before it is meant to. */
export const CONFIG = `# yaml-language-server: $schema=./node_modules/tooltape/schema/config.schema.json
# Where models are served, and which to ask.
gateways:
  # Any endpoint of these protocols: chat (OpenAI Chat Completions, the default), responses, messages, gemini.
  # Keys stand in environment variables, never here.
  openai: { base_url: https://api.openai.com/v1, api_key_env: OPENAI_API_KEY, concurrency: 4 }
  # anthropic: { base_url: https://api.anthropic.com/v1, api_key_env: ANTHROPIC_API_KEY, protocol: messages }
  # Simulated models on this machine: no key, no cost. Nothing real answers here.
  sandbox: { sandbox: true }

# Names for --models. \`price\` is US dollars per million tokens.
models:
  gpt-4o: { gateway: openai, price: { input: 2.5, output: 10 } }
  gpt-4o-mini: { gateway: openai, price: { input: 0.15, output: 0.6 } }

defaults:
  # Asked when --models is left out: one that is right at once, and one that makes one call at a time.
  models: [oracle, one-at-a-time]
`;

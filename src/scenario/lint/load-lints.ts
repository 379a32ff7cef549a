/** Codes of the warnings of loading, with their meanings. */
export const LOAD_LINTS = {
  'tool-name': 'Some provider refuses the name of a tool, or takes it for a tool of its own.',
  'no-parameters': 'A tool has no `parameters`; some gateways drop it.',
  'schema-dialect': "Some provider refuses or drops a keyword of a tool's JSON Schema.",
  'no-description': 'A tool of an MCP server, or a parameter that it requires, has no description.',
  'twin-descriptions': 'Two tools of MCP servers have the same description.',
  'confusable-tools': 'Two tools have names, descriptions and parameters that are near each other.',
  'many-tools': 'So many tools are offered at once that models choose worse, or a provider refuses them.',
  'server-schema': 'The input schema of a tool of an MCP server is no JSON Schema of an object.',
  'no-returns': 'A tool that may be called has no simulated results: every call is answered with null.',
  'unreachable-result': 'A simulated result stands behind one that answers every call.',
  'no-expectation': 'Nothing is expected of the scenario.',
  'inexact-number': 'A number is beyond 2^53, where integers lose their last digits.',
} as const;
export type LoadLint = keyof typeof LOAD_LINTS;

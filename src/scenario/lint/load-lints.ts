/** Codes of the warnings that loading gives, each with what it means. */
export const LOAD_LINTS = {
  'tool-name': 'Some provider refuses the name of a tool, or takes it for a tool of its own.',
  'no-parameters': 'A tool has no `parameters`; some gateways drop it.',
  'schema-dialect': "Some provider refuses or drops a keyword of a tool's JSON Schema.",
  'no-returns': 'A tool that may be called has no simulated results: every call is answered with null.',
  'unreachable-result': 'A simulated result stands behind one that answers every call.',
  'no-expectation': 'Nothing is expected of the scenario.',
  'inexact-number': 'A number is beyond 2^53, where integers lose their last digits.',
} as const;
export type LoadLint = keyof typeof LOAD_LINTS;

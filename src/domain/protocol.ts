/** Names of the wire formats in configuration, scenarios and cassettes. */
export const PROTOCOL_NAMES = ['chat', 'responses', 'messages', 'gemini'] as const;
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

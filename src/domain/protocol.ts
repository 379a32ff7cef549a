/** The wire formats of endpoints, as configuration, scenarios and cassettes name them. */
export const PROTOCOL_NAMES = ['chat', 'responses', 'messages', 'gemini'] as const;
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

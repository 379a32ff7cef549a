/** Names of the wire formats in configuration, scenarios and cassettes. */
export const PROTOCOL_NAMES = ['chat', 'responses', 'messages', 'gemini'] as const;
export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

/** The protocol where nobody names one: of a gateway without `protocol`, an unknown endpoint, a run file without the field. */
export const DEFAULT_PROTOCOL: ProtocolName = 'chat';

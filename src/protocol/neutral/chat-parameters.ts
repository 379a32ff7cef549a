/**
 * Parameters that only chat requests hold under these names. Other protocols put `parallel_tool_calls` beside the tool choice,
 * and count the tokens of a stream unasked.
 */
export const CHAT_ONLY: ReadonlySet<string> = new Set(['parallel_tool_calls', 'stream_options']);

/** Fields of messages that only chat requests hold. Other protocols have no place for them. */
export const CHAT_ONLY_SAID: readonly string[] = ['name', 'audio', 'function_call'];

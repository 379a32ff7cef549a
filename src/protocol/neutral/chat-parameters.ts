/**
 * Parameters that scenarios may write in the words of chat, and that every other protocol says in another place: whether calls
 * come in parallel stands beside the tool choice, and streams count their tokens unasked.
 */
export const CHAT_ONLY: ReadonlySet<string> = new Set(['parallel_tool_calls', 'stream_options']);

import type { CheckRules } from '../checks.ts';

export const messagesChecks: CheckRules = {
  'call-id': 'a `tool_use` block has a non-empty `id`, unique in its message',
  'call-shape': '`content` is a list of blocks with a `type`; a `tool_use` block has a `name`',
  'args-json': '`input` is an object; the pieces of `partial_json` join to exactly one',
  'stream-index': 'blocks carry an integer `index`, from 0, without gaps, one block an index, and deltas belong to one',
  'stream-deltas':
    '`message_start` first and once, deltas fit the type of their block, every block stops, nothing after the `stop_reason`',
  'finish-reason': "a `stop_reason` of Anthropic's list, and `tool_use` where calls came",
  framing: 'the content type fits, every event has an `event:` line that says its type, `message_stop` ends the stream',
  'error-shape': '`{ type: "error", error: { type, message } }` with an error status; 429 has `Retry-After`',
  usage: '`input_tokens` and `output_tokens` are whole numbers',
  'model-identity': '`model` is the asked one',
  'text-leak': 'no markup in a `text` block',
  reasoning: 'a `thinking` block has its `signature`, in one delta, and a `redacted_thinking` block its `data`',
};

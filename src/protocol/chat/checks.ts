import type { CheckRules } from '../checks.ts';

export const chatChecks: CheckRules = {
  'call-id': 'a non-empty string, unique in its message, the same in all its deltas',
  'call-shape': '`type` is `function`, `function.name` is a name, `tool_calls` is a list without null entries',
  'args-json': '`function.arguments` is a string that holds exactly one JSON object',
  'stream-index': 'deltas carry an integer `index`, from 0, without gaps, one id an index',
  'stream-deltas': '`role` first, `name` once, a choice `index`, nothing after the finish',
  'finish-reason': 'a value of `finish_reason`, once, and `tool_calls` where calls came (a named choice excepted)',
  framing: 'the content type fits, events are well-formed, `[DONE]` ends the stream',
  'error-shape': '`{ error: { message, code } }` with an error status; 429 has `Retry-After`',
  usage: '`prompt_tokens` and `completion_tokens`, where they were asked for, once, and they add up',
  'model-identity': '`model` is the asked one, in every chunk',
  'text-leak': 'no markup in `content`, `reasoning_content` or a name',
};

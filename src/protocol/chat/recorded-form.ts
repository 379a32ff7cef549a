import { isObject, type Json } from '../../json/json.ts';
import type { RecordedForm } from '../protocol.ts';
import { canonicalMessages } from './canonical-messages.ts';

export const recordedChat: RecordedForm = {
  leftOut: new Set(['user', 'metadata', 'store']),
  growing: 'messages',
  tools: 'tools',
  itemALine: new Set(['messages', 'choices', 'tools', 'data', 'output']),
  canonical: canonicalMessages,
  isTied: (message) => isObject(message) && ('tool_calls' in message || 'tool_call_id' in message),
  // `text` is the field of the older completions API. Some gateways send deltas as `message`.
  pieces: { under: new Set(['delta', 'message', 'text']), blockOf: () => '' },
  dropTokens,
};

function dropTokens(body: Json): boolean {
  if (!isObject(body) || !Array.isArray(body['choices'])) return false;
  let dropped = false;
  for (const choice of body['choices']) {
    if (!isObject(choice) || !isObject(choice['logprobs'])) continue;
    choice['logprobs'] = null;
    dropped = true;
  }
  return dropped;
}

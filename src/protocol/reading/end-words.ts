/** The meaning of a finish reason, in any API. */
export type EndMeaning =
  | 'answered'
  | 'calls'
  | 'paused'
  | 'length'
  | 'context'
  | 'filtered'
  | 'malformed-call'
  | 'failed';

export interface EndWords {
  readonly means: EndMeaning;
  /** Meaning for the documentation. */
  readonly comesTo: string;
  /** Words in lower case with `_`. `…` at an end stands for any text. */
  readonly words: readonly string[];
}

/**
 * Providers' words for the end of an answer: finish reasons, stop reasons, block reasons. Case, `-` in place of `_`, and
 * prefixes such as `FINISH_REASON_` do not matter.
 */
export const END_WORDS: readonly EndWords[] = [
  {
    means: 'answered',
    comesTo: 'an answer',
    words: [
      'stop',
      'stopped',
      'end_turn',
      'end',
      'eos',
      'eos_token',
      'eos_found',
      'stop_sequence',
      'stop_token',
      'complete',
      'completed',
      'finish',
      'finished',
      'normal',
      'done',
      'success',
    ],
  },
  {
    means: 'calls',
    comesTo: 'calls; where neither a call nor a text came the gateway lost them: `garbled`',
    words: ['tool_calls', 'tool_call', 'tool_use', 'function_call', 'function_calls', 'tools', 'tool'],
  },
  { means: 'paused', comesTo: 'the answer goes on with the next request', words: ['pause_turn'] },
  {
    means: 'length',
    comesTo: '`truncated`',
    words: [
      'length',
      'max_tokens',
      'max_output_tokens',
      'max_new_tokens',
      'max_completion_tokens',
      'max_length',
      'model_length',
      'token_limit',
      'output_limit',
      'error_limit',
      'max_tokens_reached',
    ],
  },
  {
    means: 'context',
    comesTo: '`truncated`',
    words: [
      'model_context_window_exceeded',
      'context_window_exceeded',
      'context_length_exceeded',
      'context_length',
      'max_context_length',
      'context_limit',
    ],
  },
  {
    means: 'filtered',
    comesTo: 'an error, `filtered`',
    words: [
      'content_filter',
      'content_filtered',
      'content_filter…',
      'content_moderation',
      'content_policy…',
      'content_blocked',
      'moderation',
      'safety',
      'image_safety',
      'sensitive',
      'refusal',
      'recitation',
      'image_recitation',
      'blocklist',
      'prohibited_content',
      'image_prohibited_content',
      'spii',
      'guardrail_intervened',
      'guardrails',
      'blocked',
      'prompt_blocked',
      'flagged',
      'error_toxic',
      'risk…',
    ],
  },
  {
    means: 'malformed-call',
    comesTo: '`malformed-call`',
    words: [
      'malformed_function_call',
      'malformed_tool_call',
      'malformed_tool_use',
      'malformed_model_output',
      'malformed_response',
      'unexpected_tool_call',
      'too_many_tool_calls',
      'tool_use_failed',
      'invalid_tool_call',
    ],
  },
  {
    means: 'failed',
    comesTo: 'an error, `finish-error`, asked again',
    words: [
      'error',
      '…_error',
      'failed',
      'failure',
      'abort',
      'aborted',
      'cancel',
      'cancelled',
      'canceled',
      'user_cancel',
      'interrupted',
      'timeout',
      'time_limit',
      'not_finished',
      'incomplete',
      'insufficient_system_resource',
      'missing_thought_signature',
      'overloaded',
      'server_overloaded',
    ],
  },
];

const WHOLE = new Map<string, EndMeaning>();
const PARTS: { readonly start: string; readonly end: string; readonly means: EndMeaning }[] = [];
for (const { means, words } of END_WORDS) {
  for (const word of words) {
    const [start = '', end] = word.split('…');
    if (end === undefined) WHOLE.set(word, means);
    else PARTS.push({ start, end, means });
  }
}

/** The meaning of a word; null for an unknown one. Of `filter: MALFORMED_FUNCTION_CALL` the last part counts. */
export function endMeaning(word: string | null): EndMeaning | null {
  if (word === null) return null;
  const whole = WHOLE.get(word);
  if (whole !== undefined) return whole;
  for (const part of word.split(/[:;,]/).toReversed()) {
    const bare = part
      .trim()
      .toLowerCase()
      .replace(/[- ]/g, '_')
      .replace(/^(?:finish|stop|block)_reason_/, '');
    const means =
      WHOLE.get(bare) ?? PARTS.find(({ start, end }) => bare.startsWith(start) && bare.endsWith(end))?.means;
    if (means !== undefined) return means;
  }
  return null;
}

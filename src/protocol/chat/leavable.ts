import { leavableEchoes, type Echoes } from '../neutral/echo-fields.ts';
import type { Leavable } from '../protocol.ts';

/** Assistant messages, with the fields of a message, a call and a function that every chat API takes. */
export const chatEchoes: Echoes = {
  growing: 'messages',
  isAnswer: ({ role }) => role === 'assistant',
  shape: {
    known: new Set(['role', 'content', 'tool_calls', 'name', 'refusal', 'function_call', 'tool_call_id']),
    inside: {
      tool_calls: {
        known: new Set(['id', 'type', 'function', 'custom']),
        inside: { function: { known: new Set(['name', 'arguments']) } },
      },
    },
  },
};

export const leavableInChat: Leavable = leavableEchoes(chatEchoes);

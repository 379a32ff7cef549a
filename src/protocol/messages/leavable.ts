import { leavableEchoes, type Echoes } from '../neutral/echo-fields.ts';
import type { Leavable } from '../protocol.ts';

/** Assistant messages, with the fields that Messages requires of the blocks of an answer. */
export const messagesEchoes: Echoes = {
  growing: 'messages',
  isAnswer: ({ role }) => role === 'assistant',
  shape: {
    known: new Set(['role', 'content']),
    inside: {
      content: {
        known: new Set([
          'type',
          'text',
          'id',
          'name',
          'input',
          'thinking',
          'signature',
          'data',
          'server_name',
          'tool_use_id',
          'content',
          'is_error',
          'file_id',
        ]),
      },
    },
  },
};

export const leavableInMessages: Leavable = leavableEchoes(messagesEchoes);

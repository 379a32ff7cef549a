import type { Situation } from '../../situation.ts';

export const maxTokens: Situation = {
  id: 'max-tokens',
  about: 'the longest answer',
  send: {
    parameters: {
      max_tokens: 321,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['max_tokens'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const json: Situation = {
  id: 'json',
  about: 'the answer is JSON',
  send: {
    parameters: {
      json: true,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['json'],
  answer: {
    text: '{"ok":true}',
  },
  back: ['answer.text'],
};

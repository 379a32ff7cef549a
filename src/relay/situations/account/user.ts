import type { Situation } from '../../situation.ts';

export const user: Situation = {
  id: 'user',
  about: 'who asks',
  send: {
    parameters: {
      user: 'user-8712',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['user'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

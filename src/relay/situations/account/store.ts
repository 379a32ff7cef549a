import type { Situation } from '../../situation.ts';

export const store: Situation = {
  id: 'store',
  about: 'the provider keeps the exchange',
  send: {
    parameters: {
      store: true,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['store'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const topK: Situation = {
  id: 'top-k',
  about: 'sampling from the most likely tokens',
  send: {
    parameters: {
      top_k: 17,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['top_k'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

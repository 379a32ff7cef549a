import type { Situation } from '../../situation.ts';

export const seed: Situation = {
  id: 'seed',
  about: 'the seed of the sampling',
  send: {
    parameters: {
      seed: 7,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['seed'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

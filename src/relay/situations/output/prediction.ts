import type { Situation } from '../../situation.ts';

export const prediction: Situation = {
  id: 'prediction',
  about: 'a predicted answer',
  send: {
    parameters: {
      prediction: 'It is mild in Porto.',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['prediction'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const bias: Situation = {
  id: 'bias',
  about: 'a token made less likely',
  send: {
    parameters: {
      bias: {
        '1734': -100,
      },
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['bias'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

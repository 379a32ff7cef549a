import type { Situation } from '../../situation.ts';

export const probabilities: Situation = {
  id: 'probabilities',
  about: 'log probabilities of the tokens',
  send: {
    parameters: {
      probabilities: true,
      'probabilities.top': 3,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['probabilities', 'probabilities.top'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const alternatives: Situation = {
  id: 'alternatives',
  about: 'two answers are asked for',
  send: {
    parameters: {
      alternatives: 2,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['alternatives'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

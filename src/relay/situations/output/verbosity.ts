import type { Situation } from '../../situation.ts';

export const verbosity: Situation = {
  id: 'verbosity',
  about: 'how much the model writes',
  send: {
    parameters: {
      verbosity: 'low',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['verbosity'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const penalties: Situation = {
  id: 'penalties',
  about: 'penalties on tokens that came before',
  send: {
    parameters: {
      presence_penalty: 0.4,
      frequency_penalty: 0.6,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['presence_penalty', 'frequency_penalty'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const effort: Situation = {
  id: 'effort',
  about: 'how much the model thinks',
  send: {
    parameters: {
      effort: 'high',
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['effort'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

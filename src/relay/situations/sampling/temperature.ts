import type { Situation } from '../../situation.ts';

export const temperature: Situation = {
  id: 'temperature',
  about: 'the temperature',
  send: {
    parameters: {
      temperature: 0.3,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['temperature'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

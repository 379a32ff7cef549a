import type { Situation } from '../../situation.ts';

export const stop: Situation = {
  id: 'stop',
  about: 'two texts that end the answer',
  send: {
    parameters: {
      stop: ['END', '\n\nUser:'],
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['stop'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const temperatureAndTopP: Situation = {
  id: 'temperature-and-top-p',
  about: 'both kinds of sampling at once',
  send: {
    parameters: {
      temperature: 0.3,
      top_p: 0.8,
    },
    conversation: [
      {
        role: 'user',
        text: 'Tell me of the sea.',
      },
    ],
  },
  fields: ['temperature', 'top_p'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const noLimit: Situation = {
  id: 'no-limit',
  about: 'no longest answer: a limit that a gateway adds cuts answers',
  send: {
    unlimited: true,
    conversation: [
      {
        role: 'user',
        text: 'Tell me all about the sea.',
      },
    ],
  },
  fields: ['max_tokens'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
  bare: true,
};

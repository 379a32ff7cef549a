import type { Situation } from '../../situation.ts';

export const system: Situation = {
  id: 'system',
  about: 'a system prompt',
  send: {
    conversation: [
      {
        role: 'system',
        text: 'You are a pilot of the port of Lisbon.',
      },
      {
        role: 'user',
        text: 'May I enter?',
      },
    ],
  },
  fields: ['system.text', 'user.text'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

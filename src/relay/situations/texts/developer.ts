import type { Situation } from '../../situation.ts';

export const developer: Situation = {
  id: 'developer',
  about: 'a system prompt in the role of the developer',
  send: {
    conversation: [
      {
        role: 'developer',
        text: 'Answer in one sentence.',
      },
      {
        role: 'user',
        text: 'May I enter?',
      },
    ],
  },
  fields: ['system.text', 'developer.role'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

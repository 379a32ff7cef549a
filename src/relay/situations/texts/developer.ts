import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const developer: Situation = {
  id: 'developer',
  about: 'a system prompt in the role of the developer',
  send: {
    conversation: [
      { role: 'developer', text: 'Answer in one sentence.' },
      { role: 'user', text: 'May I enter?' },
    ],
  },
  fields: ['system.text', 'developer.role'],
  answer: mildAnswer,
  back: ['answer.text'],
};

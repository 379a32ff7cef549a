import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const system: Situation = {
  id: 'system',
  about: 'a system prompt',
  send: {
    conversation: [
      { role: 'system', text: 'You are a pilot of the port of Lisbon.' },
      { role: 'user', text: 'May I enter?' },
    ],
  },
  fields: ['system.text', 'user.text'],
  answer: mildAnswer,
  back: ['answer.text'],
};

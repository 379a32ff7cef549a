import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const twoSystemPrompts: Situation = {
  id: 'two-system-prompts',
  about: 'two system prompts, one after the other',
  send: {
    conversation: [
      { role: 'system', text: 'You are a pilot of the port of Lisbon.' },
      { role: 'system', text: 'Answer in one sentence.' },
      { role: 'user', text: 'May I enter?' },
    ],
  },
  fields: ['system.text', 'user.text'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const threeTurns: Situation = {
  id: 'three-turns',
  about: 'a history of three turns',
  send: {
    conversation: [
      { role: 'user', text: 'The first question is about tides.' },
      { role: 'assistant', text: 'The first answer is about tides.' },
      { role: 'user', text: 'The second question is about wind.' },
      { role: 'assistant', text: 'The second answer is about wind.' },
      { role: 'user', text: 'The third question is about fog.' },
    ],
  },
  fields: ['user.text', 'assistant.text'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const twoSpeakers: Situation = {
  id: 'two-speakers',
  about: 'two users of different names',
  send: {
    conversation: [
      { role: 'user', name: 'Ana', text: 'Is the port open?' },
      { role: 'assistant', text: 'It is open.' },
      { role: 'user', name: 'Bo', text: 'Who asked first?' },
    ],
  },
  fields: ['user.text', 'user.name'],
  answer: mildAnswer,
  back: ['answer.text'],
};

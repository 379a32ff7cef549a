import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const file: Situation = {
  id: 'file',
  about: 'a document in the request',
  send: {
    conversation: [
      {
        role: 'user',
        text: 'What does it say?',
        parts: [{ kind: 'file', name: 'tides.pdf', url: 'data:application/pdf;base64,JVBERi0xLjQKJSBUaWRlcwo=' }],
      },
    ],
  },
  fields: ['user.text', 'user.file'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const audioIn: Situation = {
  id: 'audio-in',
  about: 'a sound in the request',
  send: {
    conversation: [
      {
        role: 'user',
        text: 'What do you hear?',
        parts: [{ kind: 'audio', format: 'wav', data: 'UklGRiQAAABXQVZFZm10IBAAAAABAAEA' }],
      },
    ],
  },
  fields: ['user.text', 'user.audio'],
  answer: mildAnswer,
  back: ['answer.text'],
};

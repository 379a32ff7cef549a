import type { Situation } from '../../situation.ts';
import { mildAnswer, pixel } from '../shared-messages.ts';

export const twoImages: Situation = {
  id: 'two-images',
  about: 'two images of two kinds in one message',
  send: {
    conversation: [
      {
        role: 'user',
        text: 'Which is older?',
        parts: [pixel, { kind: 'image', url: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=' }],
      },
    ],
  },
  fields: ['user.text', 'user.image'],
  answer: mildAnswer,
  back: ['answer.text'],
};

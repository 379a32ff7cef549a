import type { Situation } from '../../situation.ts';
import { mildAnswer } from '../shared-messages.ts';

export const imageUrl: Situation = {
  id: 'image-url',
  about: 'an image by its address',
  send: {
    conversation: [
      { role: 'user', text: 'What is this?', parts: [{ kind: 'image', url: 'https://example.com/port.png' }] },
    ],
  },
  fields: ['user.text', 'user.image.url'],
  answer: mildAnswer,
  back: ['answer.text'],
};

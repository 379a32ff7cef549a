import type { Situation } from '../../situation.ts';
import { mildAnswer, pixel } from '../shared-messages.ts';

export const image: Situation = {
  id: 'image',
  about: 'an image in the request',
  send: { conversation: [{ role: 'user', text: 'What is this?', parts: [pixel] }] },
  fields: ['user.text', 'user.image'],
  answer: mildAnswer,
  back: ['answer.text'],
};

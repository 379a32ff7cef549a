import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const user: Situation = {
  id: 'user',
  about: 'who asks',
  send: { parameters: { user: 'user-8712' }, conversation: [askAboutSea] },
  fields: ['user'],
  answer: mildAnswer,
  back: ['answer.text'],
};

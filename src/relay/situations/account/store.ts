import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const store: Situation = {
  id: 'store',
  about: 'the provider keeps the exchange',
  send: { parameters: { store: true }, conversation: [askAboutSea] },
  fields: ['store'],
  answer: mildAnswer,
  back: ['answer.text'],
};

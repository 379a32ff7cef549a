import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const bias: Situation = {
  id: 'bias',
  about: 'a token made less likely',
  send: { parameters: { bias: { '1734': -100 } }, conversation: [askAboutSea] },
  fields: ['bias'],
  answer: mildAnswer,
  back: ['answer.text'],
};

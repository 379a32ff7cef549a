import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const alternatives: Situation = {
  id: 'alternatives',
  about: 'two answers are asked for',
  send: { parameters: { alternatives: 2 }, conversation: [askAboutSea] },
  fields: ['alternatives'],
  answer: mildAnswer,
  back: ['answer.text'],
};

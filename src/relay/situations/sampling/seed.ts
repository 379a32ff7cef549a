import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const seed: Situation = {
  id: 'seed',
  about: 'the seed of the sampling',
  send: { parameters: { seed: 7 }, conversation: [askAboutSea] },
  fields: ['seed'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const zeros: Situation = {
  id: 'zeros',
  about: 'parameters whose value is zero, which is no missing value',
  send: { parameters: { temperature: 0, seed: 0 }, conversation: [askAboutSea] },
  fields: ['temperature', 'seed'],
  answer: mildAnswer,
  back: ['answer.text'],
};

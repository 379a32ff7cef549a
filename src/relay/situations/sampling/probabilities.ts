import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const probabilities: Situation = {
  id: 'probabilities',
  about: 'log probabilities of the tokens',
  send: { parameters: { probabilities: true, 'probabilities.top': 3 }, conversation: [askAboutSea] },
  fields: ['probabilities', 'probabilities.top'],
  answer: mildAnswer,
  back: ['answer.text'],
};

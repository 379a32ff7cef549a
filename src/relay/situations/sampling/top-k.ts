import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const topK: Situation = {
  id: 'top-k',
  about: 'sampling from the most likely tokens',
  send: { parameters: { top_k: 17 }, conversation: [askAboutSea] },
  fields: ['top_k'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const effort: Situation = {
  id: 'effort',
  about: 'how much the model thinks',
  send: { parameters: { effort: 'high' }, conversation: [askAboutSea] },
  fields: ['effort'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const verbosity: Situation = {
  id: 'verbosity',
  about: 'how much the model writes',
  send: { parameters: { verbosity: 'low' }, conversation: [askAboutSea] },
  fields: ['verbosity'],
  answer: mildAnswer,
  back: ['answer.text'],
};

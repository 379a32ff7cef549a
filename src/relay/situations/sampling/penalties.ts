import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const penalties: Situation = {
  id: 'penalties',
  about: 'penalties on tokens that came before',
  send: { parameters: { presence_penalty: 0.4, frequency_penalty: 0.6 }, conversation: [askAboutSea] },
  fields: ['presence_penalty', 'frequency_penalty'],
  answer: mildAnswer,
  back: ['answer.text'],
};

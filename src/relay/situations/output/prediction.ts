import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const prediction: Situation = {
  id: 'prediction',
  about: 'a predicted answer',
  send: { parameters: { prediction: 'It is mild in Porto.' }, conversation: [askAboutSea] },
  fields: ['prediction'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const temperature: Situation = {
  id: 'temperature',
  about: 'the temperature',
  send: { parameters: { temperature: 0.3 }, conversation: [askAboutSea] },
  fields: ['temperature'],
  answer: mildAnswer,
  back: ['answer.text'],
};

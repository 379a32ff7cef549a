import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const temperatureZero: Situation = {
  id: 'temperature-zero',
  about: 'a temperature of zero, which is no missing value',
  send: { parameters: { temperature: 0 }, conversation: [askAboutSea] },
  fields: ['temperature'],
  answer: mildAnswer,
  back: ['answer.text'],
};

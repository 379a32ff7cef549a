import type { Situation } from '../../situation.ts';
import { askAboutSea, mildAnswer } from '../shared-messages.ts';

export const temperatureAndTopP: Situation = {
  id: 'temperature-and-top-p',
  about: 'both kinds of sampling at once',
  send: { parameters: { temperature: 0.3, top_p: 0.8 }, conversation: [askAboutSea] },
  fields: ['temperature', 'top_p'],
  answer: mildAnswer,
  back: ['answer.text'],
};

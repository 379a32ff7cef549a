import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather, getTides } from '../shared-tools.ts';

export const choiceAuto: Situation = {
  id: 'choice-auto',
  about: 'the model decides, and the request says so',
  send: { tools: [getWeather, getTides], choice: 'auto', conversation: [askForWeather] },
  fields: ['choice'],
  answer: mildAnswer,
  back: ['answer.text'],
};

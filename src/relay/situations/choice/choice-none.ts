import type { Situation } from '../../situation.ts';
import { askForWeather, mildAnswer } from '../shared-messages.ts';
import { getWeather, getTides } from '../shared-tools.ts';

export const choiceNone: Situation = {
  id: 'choice-none',
  about: 'no tool may be called though there are some',
  send: { tools: [getWeather, getTides], choice: 'none', conversation: [askForWeather] },
  fields: ['choice'],
  answer: mildAnswer,
  back: ['answer.text'],
};

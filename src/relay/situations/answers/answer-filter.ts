import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const answerFilter: Situation = {
  id: 'answer-filter',
  about: 'an answer that a filter withheld',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { text: '', cut: 'filter' },
  back: ['answer.finish'],
};

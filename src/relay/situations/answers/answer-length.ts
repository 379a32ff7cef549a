import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather } from '../shared-tools.ts';

export const answerLength: Situation = {
  id: 'answer-length',
  about: 'an answer that the limit cut',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { text: 'It is mild in Lis', cut: 'length' },
  back: ['answer.text', 'answer.finish'],
};

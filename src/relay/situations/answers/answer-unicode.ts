import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const answerUnicode: Situation = {
  id: 'answer-unicode',
  about: 'arguments in every script',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { calls: [weatherCall('北京 👩‍👩‍👧 "quoted" \\ \n é')] },
  back: ['answer.call.arguments'],
};

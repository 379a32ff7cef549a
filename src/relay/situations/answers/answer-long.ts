import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, weatherCall } from '../shared-tools.ts';

export const answerLong: Situation = {
  id: 'answer-long',
  about: 'arguments of 100 KB',
  send: { tools: [getWeather], conversation: [askForWeather] },
  fields: [],
  answer: { calls: [weatherCall('Lisbon, Oslo; '.repeat(7_000))] },
  back: ['answer.call.arguments'],
};

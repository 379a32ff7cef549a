import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, getTides, weatherCall } from '../shared-tools.ts';

export const parallelOn: Situation = {
  id: 'parallel-on',
  about: 'several calls an answer, and the request says so',
  send: { tools: [getWeather, getTides], parameters: { parallel: true }, conversation: [askForWeather] },
  fields: ['parallel'],
  answer: { calls: [weatherCall('Lisbon')] },
  back: ['answer.call.name'],
};

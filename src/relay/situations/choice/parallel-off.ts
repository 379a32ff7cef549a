import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, getTides, weatherCall } from '../shared-tools.ts';

export const parallelOff: Situation = {
  id: 'parallel-off',
  about: 'at most one call an answer',
  send: { tools: [getWeather, getTides], parameters: { parallel: false }, conversation: [askForWeather] },
  fields: ['parallel'],
  answer: { calls: [weatherCall('Lisbon')] },
  back: ['answer.call.name'],
};

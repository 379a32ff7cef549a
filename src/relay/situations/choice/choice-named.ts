import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, getTides, weatherCall } from '../shared-tools.ts';

export const choiceNamed: Situation = {
  id: 'choice-named',
  about: 'one tool must be called',
  send: { tools: [getWeather, getTides], choice: { name: 'get_weather' }, conversation: [askForWeather] },
  fields: ['choice'],
  answer: { calls: [weatherCall('Lisbon')] },
  back: ['answer.call.name'],
};

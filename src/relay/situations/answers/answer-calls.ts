import type { Situation } from '../../situation.ts';
import { askForWeather } from '../shared-messages.ts';
import { getWeather, getTides, weatherCall } from '../shared-tools.ts';

export const answerCalls: Situation = {
  id: 'answer-calls',
  about: 'an answer with two calls of one tool and one of another',
  send: { tools: [getWeather, getTides], conversation: [askForWeather] },
  fields: [],
  answer: {
    calls: [
      weatherCall('Lisbon'),
      weatherCall('Oslo'),
      { name: 'get_tides', arguments: { city: 'Oslo', days: 2, deep: { low: [1, 2.5] } } },
    ],
  },
  back: ['answer.call.name', 'answer.call.arguments', 'answer.call.id', 'answer.finish'],
};

import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const parallelOff: Situation = {
  id: 'parallel-off',
  about: 'at most one call an answer',
  send: {
    tools: [getWeather, getTides],
    parameters: {
      parallel: false,
    },
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['parallel'],
  answer: {
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon',
        },
      },
    ],
  },
  back: ['answer.call.name'],
};

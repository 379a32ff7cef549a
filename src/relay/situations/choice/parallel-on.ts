import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const parallelOn: Situation = {
  id: 'parallel-on',
  about: 'several calls an answer, and the request says so',
  send: {
    tools: [getWeather, getTides],
    parameters: {
      parallel: true,
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

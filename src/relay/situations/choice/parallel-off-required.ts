import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const parallelOffRequired: Situation = {
  id: 'parallel-off-required',
  about: 'at most one call an answer, and at least one',
  send: {
    tools: [getWeather, getTides],
    choice: 'required',
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
  fields: ['choice', 'parallel'],
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

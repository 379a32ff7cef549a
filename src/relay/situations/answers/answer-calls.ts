import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const answerCalls: Situation = {
  id: 'answer-calls',
  about: 'an answer with two calls of one tool and one of another',
  send: {
    tools: [getWeather, getTides],
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: [],
  answer: {
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon',
        },
      },
      {
        name: 'get_weather',
        arguments: {
          city: 'Oslo',
        },
      },
      {
        name: 'get_tides',
        arguments: {
          city: 'Oslo',
          days: 2,
          deep: {
            low: [1, 2.5],
          },
        },
      },
    ],
  },
  back: ['answer.call.name', 'answer.call.arguments', 'answer.call.id', 'answer.finish'],
};

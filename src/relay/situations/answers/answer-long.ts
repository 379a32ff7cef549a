import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const answerLong: Situation = {
  id: 'answer-long',
  about: 'arguments of 100 KB',
  send: {
    tools: [getWeather],
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
          city: 'Lisbon, Oslo; '.repeat(7_000),
        },
      },
    ],
  },
  back: ['answer.call.arguments'],
};

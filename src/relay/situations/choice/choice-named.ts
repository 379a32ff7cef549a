import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const choiceNamed: Situation = {
  id: 'choice-named',
  about: 'one tool must be called',
  send: {
    tools: [getWeather, getTides],
    choice: {
      name: 'get_weather',
    },
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['choice'],
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

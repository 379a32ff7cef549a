import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const choiceRequired: Situation = {
  id: 'choice-required',
  about: 'some tool must be called',
  send: {
    tools: [getWeather, getTides],
    choice: 'required',
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

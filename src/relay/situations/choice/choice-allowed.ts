import type { Situation } from '../../situation.ts';
import { getWeather, getTides, getWind } from '../city-tools.ts';

export const choiceAllowed: Situation = {
  id: 'choice-allowed',
  about: 'two of three tools may be called',
  send: {
    tools: [getWeather, getTides, getWind],
    parameters: {
      'choice.allowed': ['get_weather', 'get_tides'],
    },
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['choice.allowed'],
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

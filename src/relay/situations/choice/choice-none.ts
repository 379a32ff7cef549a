import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const choiceNone: Situation = {
  id: 'choice-none',
  about: 'no tool may be called though there are some',
  send: {
    tools: [getWeather, getTides],
    choice: 'none',
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['choice'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

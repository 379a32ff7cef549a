import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const choiceAuto: Situation = {
  id: 'choice-auto',
  about: 'the model decides, and the request says so',
  send: {
    tools: [getWeather, getTides],
    choice: 'auto',
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

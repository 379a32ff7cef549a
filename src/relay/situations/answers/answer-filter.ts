import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const answerFilter: Situation = {
  id: 'answer-filter',
  about: 'an answer that a filter withheld',
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
    text: '',
    cut: 'filter',
  },
  back: ['answer.finish'],
};

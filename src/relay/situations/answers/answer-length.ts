import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const answerLength: Situation = {
  id: 'answer-length',
  about: 'an answer that the limit cut',
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
    text: 'It is mild in Lis',
    cut: 'length',
  },
  back: ['answer.text', 'answer.finish'],
};

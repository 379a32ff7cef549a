import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const answerUnicode: Situation = {
  id: 'answer-unicode',
  about: 'arguments in every script',
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
          city: '北京 👩‍👩‍👧 "quoted" \\ \n é',
        },
      },
    ],
  },
  back: ['answer.call.arguments'],
};

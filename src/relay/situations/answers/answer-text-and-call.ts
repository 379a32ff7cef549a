import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const answerTextAndCall: Situation = {
  id: 'answer-text-and-call',
  about: 'a text before a call',
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
    text: 'I will look that up.',
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon',
        },
      },
    ],
  },
  back: ['answer.text', 'answer.call.name', 'answer.finish'],
};

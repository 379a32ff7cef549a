import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const answerCall: Situation = {
  id: 'answer-call',
  about: 'an answer that calls a tool',
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
          city: 'Lisbon',
        },
      },
    ],
  },
  back: ['answer.call.name', 'answer.call.arguments', 'answer.call.id', 'answer.finish'],
};

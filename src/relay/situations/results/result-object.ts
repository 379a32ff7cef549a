import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const resultObject: Situation = {
  id: 'result-object',
  about: 'a result that is JSON',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'How warm is it in Lisbon and in Oslo?',
      },
      {
        role: 'assistant',
        calls: [
          {
            id: 'call_rl_i',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_i',
        content: '{"temperature":21,"unit":"celsius","at":["9:00","12:00"]}',
      },
    ],
  },
  fields: ['result.content'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

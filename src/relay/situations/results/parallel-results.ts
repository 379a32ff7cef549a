import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const parallelResults: Situation = {
  id: 'parallel-results',
  about: 'two calls of one answer and their results, in order',
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
            id: 'call_rl_c',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
          {
            id: 'call_rl_d',
            name: 'get_weather',
            arguments: {
              city: 'Oslo',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_c',
        content: '21 degrees in Lisbon',
      },
      {
        role: 'tool',
        call: 'call_rl_d',
        content: '3 degrees in Oslo',
      },
    ],
  },
  fields: ['call.arguments', 'result.pairing', 'result.content'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

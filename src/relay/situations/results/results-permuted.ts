import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const resultsPermuted: Situation = {
  id: 'results-permuted',
  about: 'two calls of one tool, the result of the second first',
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
            id: 'call_rl_e',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
          {
            id: 'call_rl_f',
            name: 'get_weather',
            arguments: {
              city: 'Oslo',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_f',
        content: '3 degrees in Oslo',
      },
      {
        role: 'tool',
        call: 'call_rl_e',
        content: '21 degrees in Lisbon',
      },
    ],
  },
  fields: ['result.pairing', 'result.content'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

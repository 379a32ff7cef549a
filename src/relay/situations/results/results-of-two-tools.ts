import type { Situation } from '../../situation.ts';
import { getWeather, getTides } from '../city-tools.ts';

export const resultsOfTwoTools: Situation = {
  id: 'results-of-two-tools',
  about: 'two calls of two tools, the result of the second first',
  send: {
    tools: [getWeather, getTides],
    conversation: [
      {
        role: 'user',
        text: 'How warm is it in Lisbon and in Oslo?',
      },
      {
        role: 'assistant',
        calls: [
          {
            id: 'call_rl_g',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
          {
            id: 'call_rl_h',
            name: 'get_tides',
            arguments: {
              city: 'Oslo',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_h',
        content: 'high tide in Oslo at six',
      },
      {
        role: 'tool',
        call: 'call_rl_g',
        content: '21 degrees in Lisbon',
      },
    ],
  },
  fields: ['call.name', 'result.pairing'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

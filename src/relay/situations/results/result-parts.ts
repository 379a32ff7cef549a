import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const resultParts: Situation = {
  id: 'result-parts',
  about: 'a result of two texts',
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
            id: 'call_rl_k',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_k',
        content: '',
        parts: [
          {
            kind: 'text',
            text: '21 degrees',
          },
          {
            kind: 'text',
            text: 'no wind, from the second station',
          },
        ],
      },
    ],
  },
  fields: ['result.parts'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const resultError: Situation = {
  id: 'result-error',
  about: 'a result that is an error',
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
            id: 'call_rl_j',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_j',
        content: 'the station does not answer',
        error: true,
      },
    ],
  },
  fields: ['result.error'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

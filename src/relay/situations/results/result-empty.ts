import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const resultEmpty: Situation = {
  id: 'result-empty',
  about: 'a tool that answers nothing',
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
            id: 'call_rl_m',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_m',
        content: '',
      },
    ],
  },
  fields: ['call.name', 'result.pairing'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

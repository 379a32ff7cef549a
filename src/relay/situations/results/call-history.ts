import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const callHistory: Situation = {
  id: 'call-history',
  about: 'a call of an earlier answer and its result',
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
            id: 'call_rl_a',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_a',
        content: '21 degrees in Lisbon',
      },
    ],
  },
  fields: ['call.id', 'call.name', 'call.arguments', 'result.pairing', 'result.content'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const textAndCall: Situation = {
  id: 'text-and-call',
  about: 'a text beside a call of an earlier answer',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'How warm is it in Lisbon and in Oslo?',
      },
      {
        role: 'assistant',
        text: 'I will look that up.',
        calls: [
          {
            id: 'call_rl_b',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_b',
        content: '21 degrees in Lisbon',
      },
    ],
  },
  fields: ['assistant.text', 'call.name'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

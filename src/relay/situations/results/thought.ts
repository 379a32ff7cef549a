import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const thought: Situation = {
  id: 'thought',
  about: 'reasoning before a call goes back with its signature',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'How warm is it in Lisbon and in Oslo?',
      },
      {
        role: 'assistant',
        thought: {
          text: 'The user wants to know of two cities.',
          signature: 'c2lnbmF0dXJlIG9mIHRoZSByZWxheQ==',
        },
        calls: [
          {
            id: 'call_rl_o',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon',
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_o',
        content: '21 degrees in Lisbon',
      },
    ],
  },
  fields: ['thought.text', 'thought.signature'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

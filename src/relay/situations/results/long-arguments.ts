import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const longArguments: Situation = {
  id: 'long-arguments',
  about: 'arguments of 100 KB in the history',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'Summarise what you wrote.',
      },
      {
        role: 'assistant',
        calls: [
          {
            id: 'call_rl_p',
            name: 'get_weather',
            arguments: {
              city: 'Lisbon, Oslo; '.repeat(7_000),
            },
          },
        ],
      },
      {
        role: 'tool',
        call: 'call_rl_p',
        content: 'kept',
      },
    ],
  },
  fields: ['call.arguments'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const bareTool: Situation = {
  id: 'bare-tool',
  about: 'a tool and nothing else beside it',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['tool.name', 'tool.strict'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
  bare: true,
};

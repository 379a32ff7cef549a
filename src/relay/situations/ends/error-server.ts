import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const errorServer: Situation = {
  id: 'error-server',
  about: 'the upstream fails with 500',
  send: {
    tools: [getWeather],
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: [],
  answer: {
    status: 500,
    message: 'The relay fails on purpose.',
  },
  back: ['answer.status'],
};

import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const errorRateLimit: Situation = {
  id: 'error-rate-limit',
  about: 'the upstream refuses with 429',
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
    status: 429,
    message: 'Too many requests: the relay allows none.',
  },
  back: ['answer.status', 'answer.message'],
};

import type { Situation } from '../../situation.ts';
import { getWeather } from '../city-tools.ts';

export const errorBadRequest: Situation = {
  id: 'error-bad-request',
  about: 'the upstream refuses with 400',
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
    status: 400,
    message: 'The relay refuses this request.',
  },
  back: ['answer.status', 'answer.message'],
};

import type { Situation } from '../../situation.ts';

export const errorRateLimit: Situation = {
  id: 'error-rate-limit',
  about: 'the upstream refuses with 429',
  send: {
    tools: [
      {
        name: 'get_weather',
        description: 'The weather of a city.',
        parameters: {
          type: 'object',
          properties: {
            city: {
              type: 'string',
              description: 'The name of the city.',
            },
          },
          required: ['city'],
        },
      },
    ],
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

import type { Situation } from '../../situation.ts';

export const errorServer: Situation = {
  id: 'error-server',
  about: 'the upstream fails with 500',
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
    status: 500,
    message: 'The relay fails on purpose.',
  },
  back: ['answer.status'],
};

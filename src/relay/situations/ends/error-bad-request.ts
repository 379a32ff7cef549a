import type { Situation } from '../../situation.ts';

export const errorBadRequest: Situation = {
  id: 'error-bad-request',
  about: 'the upstream refuses with 400',
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
    status: 400,
    message: 'The relay refuses this request.',
  },
  back: ['answer.status', 'answer.message'],
};

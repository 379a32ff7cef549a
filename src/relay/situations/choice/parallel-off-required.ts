import type { Situation } from '../../situation.ts';

export const parallelOffRequired: Situation = {
  id: 'parallel-off-required',
  about: 'at most one call an answer, and at least one',
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
      {
        name: 'get_tides',
        description: 'The tides of a port.',
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
    choice: 'required',
    parameters: {
      parallel: false,
    },
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['choice', 'parallel'],
  answer: {
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon',
        },
      },
    ],
  },
  back: ['answer.call.name'],
};

import type { Situation } from '../../situation.ts';

export const parallelOn: Situation = {
  id: 'parallel-on',
  about: 'several calls an answer, and the request says so',
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
    parameters: {
      parallel: true,
    },
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['parallel'],
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

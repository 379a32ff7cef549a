import type { Situation } from '../../situation.ts';

export const choiceAllowed: Situation = {
  id: 'choice-allowed',
  about: 'two of three tools may be called',
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
      {
        name: 'get_wind',
        description: 'The wind at a place.',
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
      'choice.allowed': ['get_weather', 'get_tides'],
    },
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['choice.allowed'],
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

import type { Situation } from '../../situation.ts';

export const toolNames: Situation = {
  id: 'tool-names',
  about: 'three tools: none is lost or merged',
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
    conversation: [
      {
        role: 'user',
        text: 'Can I sail from Lisbon today?',
      },
    ],
  },
  fields: ['tool.name', 'tool.description'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

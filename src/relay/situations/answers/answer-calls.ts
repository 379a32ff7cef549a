import type { Situation } from '../../situation.ts';

export const answerCalls: Situation = {
  id: 'answer-calls',
  about: 'an answer with two calls of one tool and one of another',
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
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: [],
  answer: {
    calls: [
      {
        name: 'get_weather',
        arguments: {
          city: 'Lisbon',
        },
      },
      {
        name: 'get_weather',
        arguments: {
          city: 'Oslo',
        },
      },
      {
        name: 'get_tides',
        arguments: {
          city: 'Oslo',
          days: 2,
          deep: {
            low: [1, 2.5],
          },
        },
      },
    ],
  },
  back: ['answer.call.name', 'answer.call.arguments', 'answer.call.id', 'answer.finish'],
};

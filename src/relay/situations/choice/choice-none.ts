import type { Situation } from '../../situation.ts';

export const choiceNone: Situation = {
  id: 'choice-none',
  about: 'no tool may be called though there are some',
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
    choice: 'none',
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['choice'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

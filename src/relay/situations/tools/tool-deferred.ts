import type { Situation } from '../../situation.ts';

export const toolDeferred: Situation = {
  id: 'tool-deferred',
  about: 'a tool that is loaded when a search finds it',
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
        more: {
          'tool.deferred': true,
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
  fields: ['tool.deferred'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const toolCache: Situation = {
  id: 'tool-cache',
  about: 'the tools end a cached prefix',
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
          'tool.cache': {
            type: 'ephemeral',
          },
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
  fields: ['tool.cache'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

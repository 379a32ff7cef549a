import type { Situation } from '../../situation.ts';

export const bareTool: Situation = {
  id: 'bare-tool',
  about: 'a tool and nothing else beside it',
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
  fields: ['tool.name', 'tool.strict'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
  bare: true,
};

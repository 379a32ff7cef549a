import type { Situation } from '../../situation.ts';

export const toolCallers: Situation = {
  id: 'tool-callers',
  about: 'a tool that only the model itself may call',
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
          'tool.callers': ['direct'],
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
  fields: ['tool.callers'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

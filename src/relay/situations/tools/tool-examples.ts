import type { Situation } from '../../situation.ts';

export const toolExamples: Situation = {
  id: 'tool-examples',
  about: 'examples of arguments',
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
          'tool.examples': [
            {
              city: 'Lisbon',
            },
          ],
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
  fields: ['tool.examples'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

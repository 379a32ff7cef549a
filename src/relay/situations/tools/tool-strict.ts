import type { Situation } from '../../situation.ts';

export const toolStrict: Situation = {
  id: 'tool-strict',
  about: 'arguments are held to the schema',
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
            },
          },
          required: ['city'],
          additionalProperties: false,
        },
        strict: true,
      },
    ],
    conversation: [
      {
        role: 'user',
        text: 'How is the weather in Lisbon?',
      },
    ],
  },
  fields: ['tool.strict'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

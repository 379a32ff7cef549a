import type { Situation } from '../../situation.ts';

export const schemaLength: Situation = {
  id: 'schema-length',
  about: 'a list of at most three items',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            long: {
              type: 'array',
              items: {
                type: 'string',
              },
              minItems: 1,
              maxItems: 3,
            },
          },
          required: ['long'],
        },
      },
    ],
    conversation: [
      {
        role: 'user',
        text: 'Keep a record of this.',
      },
    ],
  },
  fields: ['schema.length'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

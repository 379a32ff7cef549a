import type { Situation } from '../../situation.ts';

export const schemaItems: Situation = {
  id: 'schema-items',
  about: 'a list of objects',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            list: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  sku: {
                    type: 'string',
                  },
                  count: {
                    type: 'integer',
                  },
                },
                required: ['sku'],
              },
            },
          },
          required: ['list'],
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
  fields: ['schema.items'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

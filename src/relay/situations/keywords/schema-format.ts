import type { Situation } from '../../situation.ts';

export const schemaFormat: Situation = {
  id: 'schema-format',
  about: 'a date in a text',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            formatted: {
              type: 'string',
              format: 'date',
            },
          },
          required: ['formatted'],
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
  fields: ['schema.format'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

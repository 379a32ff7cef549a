import type { Situation } from '../../situation.ts';

export const schemaDefault: Situation = {
  id: 'schema-default',
  about: 'a value that is taken where none is given',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            defaulted: {
              type: 'string',
              default: 'celsius',
            },
          },
          required: ['defaulted'],
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
  fields: ['schema.default'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

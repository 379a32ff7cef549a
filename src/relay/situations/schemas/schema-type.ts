import type { Situation } from '../../situation.ts';

export const schemaType: Situation = {
  id: 'schema-type',
  about: 'a whole number is no text',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            typed: {
              type: 'integer',
            },
          },
          required: ['typed'],
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
  fields: ['schema.type'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

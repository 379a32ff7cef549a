import type { Situation } from '../../situation.ts';

export const schemaBounds: Situation = {
  id: 'schema-bounds',
  about: 'a number within bounds',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            bounded: {
              type: 'number',
              minimum: 0,
              maximum: 5,
            },
          },
          required: ['bounded'],
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
  fields: ['schema.bounds'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const schemaOrder: Situation = {
  id: 'schema-order',
  about: 'parameters in an order that is not that of the alphabet',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            zeta: {
              type: 'string',
            },
            alpha: {
              type: 'string',
            },
            mid: {
              type: 'string',
            },
          },
          required: ['zeta', 'alpha', 'mid'],
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
  fields: ['schema.order'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

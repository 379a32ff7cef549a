import type { Situation } from '../../situation.ts';

export const schemaNullable: Situation = {
  id: 'schema-nullable',
  about: 'a text that may be null',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            nullable: {
              type: ['string', 'null'],
            },
          },
          required: ['nullable'],
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
  fields: ['schema.nullable'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

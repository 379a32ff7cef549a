import type { Situation } from '../../situation.ts';

export const schemaRequired: Situation = {
  id: 'schema-required',
  about: 'one of two parameters must be there',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            city: {
              type: 'string',
            },
            unit: {
              type: 'string',
            },
          },
          required: ['city'],
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
  fields: ['schema.required'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';

export const schemaPattern: Situation = {
  id: 'schema-pattern',
  about: 'a text of a form',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            patterned: {
              type: 'string',
              pattern: '^[A-Z]{3}-\\d+$',
            },
          },
          required: ['patterned'],
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
  fields: ['schema.pattern'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

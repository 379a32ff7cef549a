import type { Situation } from '../../situation.ts';

export const schemaConst: Situation = {
  id: 'schema-const',
  about: 'one value that is always the same',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            fixed: {
              type: 'string',
              const: 'v2',
            },
          },
          required: ['fixed'],
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
  fields: ['schema.const'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

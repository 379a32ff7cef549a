import type { Situation } from '../../situation.ts';

export const schemaClosed: Situation = {
  id: 'schema-closed',
  about: 'no parameter that is not declared',
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
          },
          required: ['city'],
          additionalProperties: false,
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
  fields: ['schema.closed'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

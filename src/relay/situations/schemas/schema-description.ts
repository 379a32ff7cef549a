import type { Situation } from '../../situation.ts';

export const schemaDescription: Situation = {
  id: 'schema-description',
  about: 'what a parameter means',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            described: {
              type: 'string',
              description: 'The name of the city, as people there write it: "Lisboa".',
            },
          },
          required: ['described'],
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
  fields: ['schema.description'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

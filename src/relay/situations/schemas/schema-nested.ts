import type { Situation } from '../../situation.ts';

export const schemaNested: Situation = {
  id: 'schema-nested',
  about: 'an object in an object in the arguments',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            outer: {
              type: 'object',
              properties: {
                inner: {
                  type: 'object',
                  properties: {
                    depth: {
                      type: 'integer',
                    },
                    label: {
                      type: 'string',
                    },
                  },
                  required: ['depth'],
                },
              },
              required: ['inner'],
            },
          },
          required: ['outer'],
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
  fields: ['schema.nested'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

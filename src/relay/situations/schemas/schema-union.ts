import type { Situation } from '../../situation.ts';

export const schemaUnion: Situation = {
  id: 'schema-union',
  about: 'a text or a number',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            either: {
              anyOf: [
                {
                  type: 'string',
                },
                {
                  type: 'number',
                },
              ],
            },
          },
          required: ['either'],
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
  fields: ['schema.union'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

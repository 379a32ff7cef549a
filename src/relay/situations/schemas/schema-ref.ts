import type { Situation } from '../../situation.ts';

export const schemaRef: Situation = {
  id: 'schema-ref',
  about: 'a definition that two parameters refer to',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            referred: {
              $ref: '#/$defs/place',
            },
            other: {
              $ref: '#/$defs/place',
            },
          },
          required: ['referred', 'other'],
          $defs: {
            place: {
              type: 'object',
              properties: {
                lat: {
                  type: 'number',
                },
                lon: {
                  type: 'number',
                },
              },
              required: ['lat', 'lon'],
            },
          },
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
  fields: ['schema.ref'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

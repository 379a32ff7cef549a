import type { Situation } from '../../situation.ts';

export const schemaEnum: Situation = {
  id: 'schema-enum',
  about: 'a list of values, one of them in another script',
  send: {
    tools: [
      {
        name: 'record',
        description: 'Keeps a record.',
        parameters: {
          type: 'object',
          properties: {
            listed: {
              type: 'string',
              enum: ['celsius', 'fahrenheit', '開氏'],
            },
          },
          required: ['listed'],
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
  fields: ['schema.enum'],
  answer: {
    text: 'It is mild in Lisbon.',
  },
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaItems: Situation = {
  id: 'schema-items',
  about: 'a list of objects',
  send: {
    tools: [
      recordTool({
        properties: {
          list: {
            type: 'array',
            items: {
              type: 'object',
              properties: { sku: { type: 'string' }, count: { type: 'integer' } },
              required: ['sku'],
            },
          },
        },
        required: ['list'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.items'],
  answer: mildAnswer,
  back: ['answer.text'],
};

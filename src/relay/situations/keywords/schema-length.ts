import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaLength: Situation = {
  id: 'schema-length',
  about: 'a list of one to three items',
  send: {
    tools: [
      recordTool({
        properties: { long: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 } },
        required: ['long'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.length', 'schema.fewest'],
  answer: mildAnswer,
  back: ['answer.text'],
};

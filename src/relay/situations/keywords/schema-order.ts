import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaOrder: Situation = {
  id: 'schema-order',
  about: 'parameters in an order that is not that of the alphabet',
  send: {
    tools: [
      recordTool({
        properties: { zeta: { type: 'string' }, alpha: { type: 'string' }, mid: { type: 'string' } },
        required: ['zeta', 'alpha', 'mid'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.order'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaPattern: Situation = {
  id: 'schema-pattern',
  about: 'a text of a form',
  send: {
    tools: [
      recordTool({
        properties: { patterned: { type: 'string', pattern: '^[A-Z]{3}-\\d+$' } },
        required: ['patterned'],
      }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.pattern'],
  answer: mildAnswer,
  back: ['answer.text'],
};

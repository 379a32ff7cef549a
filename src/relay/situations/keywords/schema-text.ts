import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaText: Situation = {
  id: 'schema-text',
  about: 'a text of a greatest length',
  send: {
    tools: [recordTool({ properties: { short: { type: 'string', maxLength: 12 } }, required: ['short'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.text'],
  answer: mildAnswer,
  back: ['answer.text'],
};

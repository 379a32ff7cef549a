import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaType: Situation = {
  id: 'schema-type',
  about: 'a whole number is no text',
  send: {
    tools: [recordTool({ properties: { typed: { type: 'integer' } }, required: ['typed'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.type'],
  answer: mildAnswer,
  back: ['answer.text'],
};

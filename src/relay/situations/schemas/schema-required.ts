import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaRequired: Situation = {
  id: 'schema-required',
  about: 'one of two parameters must be there',
  send: {
    tools: [recordTool({ properties: { city: { type: 'string' }, unit: { type: 'string' } }, required: ['city'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.required'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaClosed: Situation = {
  id: 'schema-closed',
  about: 'no parameter that is not declared',
  send: {
    tools: [recordTool({ properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false })],
    conversation: [askForRecord],
  },
  fields: ['schema.closed'],
  answer: mildAnswer,
  back: ['answer.text'],
};

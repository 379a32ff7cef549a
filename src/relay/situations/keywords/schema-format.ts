import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaFormat: Situation = {
  id: 'schema-format',
  about: 'a date in a text',
  send: {
    tools: [recordTool({ properties: { formatted: { type: 'string', format: 'date' } }, required: ['formatted'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.format'],
  answer: mildAnswer,
  back: ['answer.text'],
};

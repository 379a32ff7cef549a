import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaDefault: Situation = {
  id: 'schema-default',
  about: 'a value that is taken where none is given',
  send: {
    tools: [recordTool({ properties: { defaulted: { type: 'string', default: 'celsius' } }, required: ['defaulted'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.default'],
  answer: mildAnswer,
  back: ['answer.text'],
};

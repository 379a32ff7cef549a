import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaConst: Situation = {
  id: 'schema-const',
  about: 'one value that is always the same',
  send: {
    tools: [recordTool({ properties: { fixed: { type: 'string', const: 'v2' } }, required: ['fixed'] })],
    conversation: [askForRecord],
  },
  fields: ['schema.const'],
  answer: mildAnswer,
  back: ['answer.text'],
};

import type { Situation } from '../../situation.ts';
import { askForRecord, mildAnswer } from '../shared-messages.ts';
import { recordTool } from '../shared-tools.ts';

export const schemaUnion: Situation = {
  id: 'schema-union',
  about: 'a text or a number',
  send: {
    tools: [
      recordTool({ properties: { either: { anyOf: [{ type: 'string' }, { type: 'number' }] } }, required: ['either'] }),
    ],
    conversation: [askForRecord],
  },
  fields: ['schema.union'],
  answer: mildAnswer,
  back: ['answer.text'],
};
